using System.Text;
using CosSlice.Http;
using CosSlice.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

public class EnvelopeTests
{
    [Fact]
    public void The_answer_of_the_slice_page_reads()
    {
        ServiceAnswer answer = Open("""
            {
                "code": 0,
                "message": "SUCCESS",
                "data": {
                    "datalen": 36864,
                    "offset": 0,
                    "session": "58ccd1b3120e85c4ebb7b786154408df4fe22230cb8f328d41599b237661855d6242793ba2481c1ac0b1277051003cab"
                }
            }
            """);

        answer.RequireEcho("datalen", 36864);
        answer.RequireEcho("offset", 0);
        Assert.Equal(
            "58ccd1b3120e85c4ebb7b786154408df4fe22230cb8f328d41599b237661855d6242793ba2481c1ac0b1277051003cab",
            answer.RequiredText("session"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("\"code\"")]
    [InlineData("{\"Code\":0,\"data\":{}}")]
    [InlineData("{\"CODE\":0}")]
    [InlineData("{\"code\":null}")]
    [InlineData("{\"code\":\"0\"}")]
    [InlineData("{\"code\":0.5}")]
    [InlineData("{\"code\":true}")]
    [InlineData("{\"code\":{}}")]
    [InlineData("{\"code\":99999999999999999999}")]
    [InlineData("{\"code\":0")]
    [InlineData("{\"code\":0,\"message\":\"SUCC")]
    [InlineData("{\"code\":0}}")]
    [InlineData("{\"code\":0} trailing")]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("\0\0\0\0")]
    public void What_is_no_answer_is_never_a_success(string body)
    {
        CosException refused = Assert.ThrowsAny<CosException>(() => Open(body));

        Assert.Equal("InvalidResponse", refused.ErrorId);
        Assert.Equal(CosErrorKind.InvalidResponse, refused.Kind);
    }

    [Fact]
    public void A_text_is_taken_whole_or_not_at_all()
    {
        byte[] whole = Encoding.UTF8.GetBytes("""{"code":0,"message":"a\"}]","data":{"listparts":[{"offset":1,"datalen":2}],"x":[]}}""");

        Assert.Equal("a\"}]", JsonObject.Parse(whole, whole.Length).Text("message"));
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Throws<FormatException>(() => JsonObject.Parse(whole, length)));
    }

    [Fact]
    public void Bytes_of_any_kind_are_an_answer_or_a_typed_error()
        => Prop.ForAll<byte[]>(IsTypedOutcome).QuickCheckThrowOnFailure();

    [Fact]
    public void An_answer_with_any_byte_damaged_is_an_answer_or_a_typed_error()
    {
        byte[] good = Encoding.UTF8.GetBytes("""{"code":0,"message":"好\u4e2d\n","request_id":"r","data":{"offset":0,"listparts":[{"offset":1,"datalen":2}]}}""");
        Prop.ForAll<int, byte>((position, value) =>
        {
            byte[] damaged = [.. good];
            damaged[(int)((uint)position % damaged.Length)] = value;
            return IsTypedOutcome(damaged);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nesting_without_end_is_a_typed_error()
        => Assert.Equal("InvalidResponse", Assert.ThrowsAny<CosException>(() => Open(new string('[', 100_000))).ErrorId);

    [Fact]
    public void A_byte_order_mark_is_tolerated()
        => Assert.Equal(5, Open("\uFEFF{\"code\":0,\"data\":{\"offset\":5}}").RequiredInteger("offset"));

    [Fact]
    public void A_code_is_an_error_whatever_the_status()
    {
        CosServiceException refused = Assert.Throws<CosServiceException>(
            () => Open("""{"code":-177,"message":"ERROR_CMD_COS_FILE_EXIST","request_id":"abc"}""", status: 200));

        Assert.Equal(-177, refused.Code);
        Assert.Equal(200, refused.HttpStatus);
        Assert.Equal("abc", refused.RequestId);
        Assert.Equal("ERROR_CMD_COS_FILE_EXIST", refused.ServiceMessage);
        Assert.Equal("CosServiceError", refused.ErrorId);
        Assert.Equal(CosErrorKind.Exists, refused.Kind);
    }

    [Theory]
    [InlineData(199)]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(500)]
    public void Success_under_a_status_of_failure_is_not_confirmed(int status)
        => Assert.Equal("InvalidResponse", Assert.Throws<CosException>(() => Open("""{"code":0,"data":{}}""", status)).ErrorId);

    [Theory]
    [InlineData(413, "-SliceSize")]
    [InlineData(403, "-Credential")]
    [InlineData(612, "-Key")]
    [InlineData(631, "-AppId")]
    [InlineData(200, "-Endpoint")]
    [InlineData(302, "-Endpoint")]
    public void A_page_of_a_proxy_is_explained_by_its_status(int status, string advice)
    {
        CosException refused = Assert.Throws<CosException>(() => Open("<html><body>no</body></html>", status));

        Assert.Equal("InvalidResponse", refused.ErrorId);
        Assert.Equal(CosErrorKind.InvalidResponse, refused.Kind);
        Assert.Equal(status, refused.HttpStatus);
        Assert.False(refused.IsTransient);
        Assert.Contains(advice, refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(599)]
    public void A_page_of_a_proxy_that_is_out_of_order_may_be_better_later(int status)
        => Assert.True(Assert.Throws<CosException>(() => Open("<html><body>no</body></html>", status)).IsTransient);

    [Theory]
    [InlineData(1, RetryClass.StartOver)]
    [InlineData(4, RetryClass.ListAndResume)]
    public void A_code_means_what_its_generation_says(int apiVersion, object @class)
        => Assert.Equal(
            @class,
            Assert.Throws<CosServiceException>(() => Open("""{"code":-4019,"message":"m"}""", 409, apiVersion)).Class);

    [Fact]
    public void An_unknown_code_is_told_whole()
    {
        CosServiceException refused = Assert.Throws<CosServiceException>(
            () => Open("""{"code":-77777,"message":"ERROR_NEW","request_id":"r9"}""", status: 409));

        Assert.Equal((-77777, 409, "r9", "ERROR_NEW"), (refused.Code, refused.HttpStatus, refused.RequestId, refused.ServiceMessage));
        Assert.Contains("request id", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":0}""")]
    [InlineData("""{"code":0,"data":null}""")]
    [InlineData("""{"code":0,"data":[]}""")]
    [InlineData("""{"code":0,"data":{}}""")]
    [InlineData("""{"code":0,"data":{"offset":null}}""")]
    [InlineData("""{"code":0,"data":{"offset":-1}}""")]
    [InlineData("""{"code":0,"data":{"offset":1.5}}""")]
    [InlineData("""{"code":0,"data":{"Offset":1}}""")]
    public void A_step_without_its_required_members_is_not_confirmed(string body)
        => Assert.Equal("InvalidResponse", Assert.Throws<CosException>(() => Open(body).RequiredInteger("offset")).ErrorId);

    [Theory]
    [InlineData(-71, 503, true)]
    [InlineData(-196, 503, true)]
    [InlineData(-195, 500, true)]
    [InlineData(-20034, 409, true)]
    [InlineData(-99999, 502, true)]
    [InlineData(-97, 403, false)]
    [InlineData(-177, 409, false)]
    [InlineData(-133, 404, false)]
    public void Codes_tell_whether_later_may_be_better(int code, int status, bool isTransient)
        => Assert.Equal(
            isTransient,
            Assert.Throws<CosServiceException>(() => Open($$"""{"code":{{code}},"message":"m"}""", status)).IsTransient);

    private static bool IsTypedOutcome(byte[] body)
    {
        try
        {
            _ = Envelope.Open("stat", new HttpAnswer(200, body, body.Length)).Data.Objects("listparts");
            return true;
        }
        catch (CosException)
        {
            return true;
        }
    }

    private static ServiceAnswer Open(string body, int status = 200, int apiVersion = 4)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return Envelope.Open("stat", new HttpAnswer(status, bytes, bytes.Length), apiVersion);
    }
}
