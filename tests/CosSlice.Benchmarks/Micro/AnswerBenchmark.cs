using System.Text;
using BenchmarkDotNet.Attributes;
using CosSlice.Http;
using CosSlice.Protocol;

namespace CosSlice.Benchmarks.Micro;

/// <summary>Reading an answer's JSON: the small one that follows each slice, and a list of a thousand slices.</summary>
public class AnswerBenchmark
{
    private readonly HttpAnswer _slice = Answer(
        $$"""{"session":"{{new string('s', 96)}}","offset":1048576,"datalen":1048576,"datamd5":"{{new string('a', 32)}}"}""");

    private readonly HttpAnswer _list = Answer($$"""
        {"session":"s","filesize":1048576000,"slice_size":1048576,"listparts":[
        {{string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"offset":{{i * 1048576L}},"datalen":1048576}"""))}}]}
        """);

    [Benchmark(Description = "answer to a slice")]
    public string? ReadSlice()
    {
        ServiceAnswer answer = Envelope.Open("upload_slice_data", _slice);
        answer.RequireEcho("offset", TransferOptions.Mebibyte);
        return answer.Data.Text("datamd5");
    }

    [Benchmark(Description = "answer with 1,000 slices")]
    public long ReadList()
    {
        long sum = 0;
        foreach (JsonObject part in Envelope.Open("upload_slice_list", _list).Data.Objects("listparts")!)
        {
            sum += part.Integer("datalen")!.Value;
        }

        return sum;
    }

    private static HttpAnswer Answer(string data)
    {
        byte[] body = Encoding.UTF8.GetBytes(
            $$"""{"code":0,"message":"SUCCESS","request_id":"NTg0ZDc2OGNfOTkzYg==","data":{{data}}}""");
        return new HttpAnswer(200, body, body.Length);
    }
}
