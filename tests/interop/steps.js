'use strict';

// What the scripts of all clients have in common: where the service is, and running steps one after the other.

// The clients, and what they depend on, report on standard output, which belongs to the results here.
console.log = console.info = console.error;

function required(name) {
    const value = process.env[name];
    if (!value) {
        throw new Error(`The environment variable ${name} is not set.`);
    }

    return value;
}

/** Where the service is, and who asks. */
const account = {
    endpoint: new URL(required('COS_ENDPOINT')),
    appId: required('COS_APPID'),
    bucket: required('COS_BUCKET'),
    secretId: required('COS_SECRET_ID'),
    secretKey: required('COS_SECRET_KEY'),
};

/**
 * Runs the steps of the command line, each a JSON array of an operation's name and its arguments, and writes one line
 * of JSON for each: {"step":"stat","code":0,"message":"SUCCESS","data":{},"took":{"seconds":0.01}}. A step that the service
 * refuses is a result like any other; a step that can't be run at all ends the process.
 */
async function run(operations) {
    try {
        await runSteps(operations);
    } catch (failure) {
        console.error(failure);
        process.exitCode = 1;
    }
}

async function runSteps(operations) {
    for (const text of process.argv.slice(2)) {
        const [step, ...values] = JSON.parse(text);
        if (!Object.hasOwn(operations, step)) {
            throw new Error(`There is no step "${step}"; there are ${Object.keys(operations).join(', ')}.`);
        }

        const { result, took } = await measure(() => operations[step](...values));
        const { code, message, data } = result;
        process.stdout.write(JSON.stringify({ step, code, message, data, took }) + '\n');
    }
}

/** What an operation took of this process: seconds, seconds of processor time, and the largest working set so far in bytes. */
async function measure(operation) {
    const before = process.cpuUsage();
    const start = performance.now();
    const result = await operation();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    return { result, took: { seconds, cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 } };
}

module.exports = { account, run };
