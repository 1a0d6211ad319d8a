'use strict';

// The two packages of Tencent's first Node SDK are one code base with one interface: functions that take a callback.

const { account } = require('./steps');

/** The steps, by name, that a package's `cos` object offers. */
module.exports = function steps(cos) {
    const call = (name, ...values) => new Promise(resolve => cos[name](...values, resolve));

    return {
        // From 20 MiB on, upload goes over to slices by itself. insertOnly is a string: the v4 package sends a number as
        // an empty field.
        upload: (key, file, insertOnly) => insertOnly === undefined
            ? call('upload', file, account.bucket, key, null)
            : call('upload', file, account.bucket, key, null, insertOnly),
        uploadSlice: (key, file, sliceSize, insertOnly) =>
            call('upload_slice', file, account.bucket, key, null, sliceSize, null, insertOnly),
        stat: key => call('statFile', account.bucket, key),
        list: (folder, count, context) => call('list', account.bucket, folder, count, 'eListBoth', 0, context),
        search: (folder, prefix, count) => call('prefixSearch', account.bucket, folder, prefix, count, 'eListBoth', 0, ''),
        createFolder: folder => call('createFolder', account.bucket, folder, 'made by a client'),
        statFolder: folder => call('statFolder', account.bucket, folder),
        deleteFolder: folder => call('deleteFolder', account.bucket, folder),
        delete: key => call('deleteFile', account.bucket, key),
    };
};
