'use strict';

// qcloud_cos: Tencent's SDK for files/v1.

const { account, run } = require('./steps');
const { conf, cos } = require('qcloud_cos');

conf.setAppInfo(account.appId, account.secretId, account.secretKey);
conf.API_COS_END_POINT = new URL('/files/v1/', account.endpoint).href;

run(require('./qcloud')(cos));
