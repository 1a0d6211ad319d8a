'use strict';

// qcloud_cos_v4: Tencent's SDK for files/v2, which yet uploads slices with the one op of files/v1.

const { account, run } = require('./steps');
const { conf, cos } = require('qcloud_cos_v4');

// The package puts its region before .file.myqcloud.com and has no other way to say where the service is, so that name
// ends up at the start of the path.
conf.setAppInfo(account.appId, account.secretId, account.secretKey, `${account.endpoint.host}/sh`);

run(require('./qcloud')(cos));
