'use strict';

// tan-qos-node-client: not Tencent's; for files/v2, with its four ops for slices.

const { account, run } = require('./steps');
const qos = require('tan-qos-node-client').default;
const sliceList = require('tan-qos-node-client/dist/endpoints/upload_slice_list').default;

// The package puts its region before .file.myqcloud.com and has no other way to say where the service is, so that name
// ends up at the start of the path.
const client = qos.createClient({
    appId: account.appId,
    bucket: account.bucket,
    secretId: account.secretId,
    secretKey: account.secretKey,
    region: `${account.endpoint.host}/sh`,
});

// The package looks after its slices only once it has read the whole file. One that is refused before that counts as
// unhandled, for which a Node of its time wrote a warning and today's ends the process.
process.on('unhandledRejection', failure => console.error('not handled yet:', failure));

/** An answer of any HTTP status as a result; only what is no answer at all stays an error. */
async function answer(request) {
    try {
        return await request;
    } catch (failure) {
        if (failure.json) {
            return failure.json;
        }

        throw failure.err ?? failure;
    }
}

run({
    upload: (key, file, insertOnly) => answer(client.upload({ fileId: `/${key}`, localFile: file, form: { insertOnly } })),
    uploadSlice: (key, file, sliceSize, insertOnly) =>
        answer(client.uploadLargeFile({ fileId: `/${key}`, localFile: file, form: { slice_size: sliceSize, insertOnly } })),

    // The package's own uploadSliceList asks this file for an export that it doesn't have.
    sliceList: key => answer(sliceList(client, { fileId: `/${key}` })),
    stat: key => answer(client.stat({ fileId: `/${key}` })),
    list: (folder, count) => answer(client.ls({ dir: folder, num: count })),
    createFolder: folder => answer(client.mkdir({ fileId: folder })),
    statFolder: folder => answer(client.stat({ fileId: folder })),
    delete: key => answer(client.rm({ fileId: `/${key}` })),
});
