using System.Text.RegularExpressions;
using CosSlice.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The error table against the documentation's lists, and against what an upload must do about each code.</summary>
public partial class ServiceCodesTests
{
    private const int Silent = 299;

    // What advice may speak of: an option that nobody has is no help.
    private static readonly string[] Parameters =
    [
        "-Credential", "-AppId", "-Bucket", "-Region", "-Endpoint", "-ApiVersion", "-Key", "-Force", "-SliceSize", "-ThrottleLimit",
        "-BizAttribute", "-Checksum", "-Proxy", "-ProxyCredential", "-ProxyUseDefaultCredentials",
    ];

    private static IEnumerable<(int ApiVersion, int Code)> ByGeneration
        => [.. DocumentedCodes.V4.Select(code => (4, code)), .. DocumentedCodes.V1.Select(code => (1, code))];

    [Fact]
    public void Every_documented_code_is_in_the_table()
        => Assert.All(ByGeneration, documented =>
        {
            Assert.True(ServiceCodes.Find(documented.ApiVersion, documented.Code) is not null, $"{documented} is in no table.");
            AssertAdvice(ServiceCodes.Of(documented.ApiVersion, documented.Code, Silent));
        });

    [Fact]
    public void A_code_that_only_the_other_generation_documents_is_known_as_well()
        => Assert.All(ByGeneration, documented => Assert.True(ServiceCodes.Find(5 - documented.ApiVersion, documented.Code) is not null, $"{documented}"));

    [Fact]
    public void No_code_stands_in_two_tables_of_one_generation()
    {
        AssertDistinct(CommonErrors.Rows, V4Errors.Rows, V4InternalErrors.Rows);
        AssertDistinct(CommonErrors.Rows, V1Errors.Rows);

        static void AssertDistinct(params ErrorRows[] tables)
            => Assert.Distinct(tables.SelectMany(rows => rows.Select(row => row.Key)));
    }

    [Fact]
    public void Advice_is_one_sentence_that_names_only_what_there_is()
    {
        ErrorRows[] tables = [CommonErrors.Rows, V4Errors.Rows, V4InternalErrors.Rows, V1Errors.Rows];
        Assert.All(tables.SelectMany(rows => rows), row => AssertAdvice(row.Value));
        Assert.All(Enumerable.Range(0, 1000), status => AssertAdvice(ServiceCodes.OfStatus(status)));
    }

    // v4: the documentation's measures, its wording, and what the vendor's own clients repeat.
    [Theory]
    [InlineData(RetryClass.Later, -71, -195, -196, -5997, -21095, -29302, -5963, -20034, -29102, -46020)]
    [InlineData(RetryClass.Damaged, -29063, -29143, -29147, -29138, -5961)]
    [InlineData(RetryClass.SignAgain, -59, -96, -46619, -77)]
    [InlineData(RetryClass.ListAndResume, -29096, -29093, -29094, -29103, -29021, -29144, -4019)]
    [InlineData(RetryClass.Exists, -177, -178, -176, -4018, -4020, -46208)]
    [InlineData(RetryClass.Denied, -47, -48, -97, -46618, -61, -63, -70, -79, -81, -53, -55, -57, -73, -74, -76, -46615, -46646, -121)]
    [InlineData(RetryClass.BadRequest, -133, -5957, -197, -180, -199, -46157, -5999, -46642)]
    [InlineData(RetryClass.BadRequest, -284, -281, -283, -285, -29095, -29105, -29133, -29134, -29136, -5965)]
    [InlineData(RetryClass.Fatal, -4016, -175, -50152, -46659, -173, -29129, -117)]
    public void V4_codes_are_of_the_class(object @class, params int[] codes)
        => Assert.All(codes, code => Assert.Equal(@class, ServiceCodes.Of(4, code, Silent).Class));

    [Theory]
    [InlineData(RetryClass.Later, -71, -195, -196, -5997, -4025, -152, -300, -66, -5989, -181)]
    [InlineData(RetryClass.Damaged, -174, -5984)]
    [InlineData(RetryClass.SignAgain, -96, -77)]
    [InlineData(RetryClass.ListAndResume, -290, -286, -291, -4013, -5983, -94, -95, -4021, -4015, -4024, -65)]
    [InlineData(RetryClass.StartOver, -4019, -4026, -4027, -143, -144, -166)]
    [InlineData(RetryClass.Exists, -177, -178, -4018)]
    [InlineData(RetryClass.Denied, -97, -79, -70, -64, -5998, -289)]
    [InlineData(RetryClass.BadRequest, -4020, -5979, -180, -160, -161, -162, -163, -164, -147, -284, -6996, -6992, -80, -82)]
    [InlineData(RetryClass.Fatal, -4016, -199, -5972, -78, -1, -2, -3, -4)]
    public void V1_codes_are_of_the_class(object @class, params int[] codes)
        => Assert.All(codes, code => Assert.Equal(@class, ServiceCodes.Of(1, code, Silent).Class));

    [Theory]
    [InlineData(CosErrorKind.Authentication, -47, -48, -59, -61, -70, -77, -96, -97, -46618)]
    [InlineData(CosErrorKind.PermissionDenied, -63, -55, -46615, -46620, -46621, -46646)]
    [InlineData(CosErrorKind.NotFound, -133, -197, -5957, -29043)]
    [InlineData(CosErrorKind.Exists, -177, -178, -4018, -4019, -4020, -46208)]
    [InlineData(CosErrorKind.LimitsExceeded, -71, -281, -283, -284, -285, -29105, -46622, -5947, -46176, -46613)]
    [InlineData(CosErrorKind.Integrity, -29063, -29138, -29143, -29147, -4016, -175, -50152)]
    [InlineData(CosErrorKind.InvalidArgument, -180, -199, -46157, -29095, -29133, -29136, -46642)]
    [InlineData(CosErrorKind.Connection, -195, -196, -5997, -5963, -21095)]
    public void Codes_are_of_the_kind(CosErrorKind kind, params int[] codes)
        => Assert.All(codes, code => Assert.Equal(kind, ServiceCodes.Of(4, code, Silent).Kind));

    [Fact]
    public void Codes_whose_meaning_drifted_have_an_entry_a_generation()
    {
        foreach (int code in (int[])[-4019, -4020, -199, -64, -75, -5991])
        {
            Assert.NotSame(ServiceCodes.Of(1, code, Silent), ServiceCodes.Of(4, code, Silent));
        }

        Assert.Contains("-Force", ServiceCodes.Of(4, ServiceCodes.Unfinished, 409).Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("-Force", ServiceCodes.Of(1, ServiceCodes.Unfinished, 409).Advice, StringComparison.Ordinal);
        Assert.Contains("-Checksum", ServiceCodes.Of(1, ServiceCodes.UnfinishedOther, 400).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, RetryClass.BadRequest, CosErrorKind.InvalidArgument)]
    [InlineData(401, RetryClass.Denied, CosErrorKind.PermissionDenied)]
    [InlineData(403, RetryClass.Denied, CosErrorKind.PermissionDenied)]
    [InlineData(404, RetryClass.BadRequest, CosErrorKind.NotFound)]
    [InlineData(408, RetryClass.Later, CosErrorKind.Connection)]
    [InlineData(413, RetryClass.BadRequest, CosErrorKind.LimitsExceeded)]
    [InlineData(429, RetryClass.Later, CosErrorKind.LimitsExceeded)]
    [InlineData(500, RetryClass.Later, CosErrorKind.Connection)]
    [InlineData(502, RetryClass.Later, CosErrorKind.Connection)]
    [InlineData(503, RetryClass.Later, CosErrorKind.Connection)]
    [InlineData(504, RetryClass.Later, CosErrorKind.Connection)]
    [InlineData(599, RetryClass.Later, CosErrorKind.Connection)]
    [InlineData(612, RetryClass.BadRequest, CosErrorKind.NotFound)]
    [InlineData(631, RetryClass.BadRequest, CosErrorKind.InvalidArgument)]
    [InlineData(200, RetryClass.Fatal, CosErrorKind.InvalidResponse)]
    [InlineData(302, RetryClass.Fatal, CosErrorKind.InvalidResponse)]
    [InlineData(600, RetryClass.Fatal, CosErrorKind.InvalidResponse)]
    public void A_status_without_a_code_has_a_meaning(int status, object @class, CosErrorKind kind)
    {
        ErrorEntry entry = ServiceCodes.OfStatus(status);

        Assert.Equal(@class, entry.Class);
        Assert.Equal(kind, entry.Kind);
        Assert.Equal(entry.Class is RetryClass.Later, ServiceCodes.IsBusy(status));
    }

    [Fact]
    public void Every_documented_status_says_more_than_one_that_nobody_documents()
        => Assert.All(DocumentedCodes.HttpStatuses, status => Assert.NotSame(ServiceCodes.OfStatus(Silent), ServiceCodes.OfStatus(status)));

    [Theory]
    [InlineData(502, RetryClass.Later)]
    [InlineData(429, RetryClass.Later)]
    [InlineData(403, RetryClass.Denied)]
    [InlineData(404, RetryClass.BadRequest)]
    [InlineData(400, RetryClass.BadRequest)]
    [InlineData(409, RetryClass.Fatal)]
    [InlineData(200, RetryClass.Fatal)]
    public void An_unknown_code_means_what_its_status_says(int status, object @class)
        => Assert.Equal(@class, ServiceCodes.Of(4, -77777, status).Class);

    [Theory]
    [InlineData(200, RetryClass.Later)]
    [InlineData(500, RetryClass.Later)]
    [InlineData(429, RetryClass.Later)]
    [InlineData(400, RetryClass.Fatal)]
    [InlineData(409, RetryClass.Fatal)]
    public void An_internal_error_is_repeated_unless_its_status_blames_the_request(int status, object @class)
        => Assert.Equal(@class, ServiceCodes.Of(4, -29102, status).Class);

    [Theory]
    [InlineData(-71, 503, false)]
    [InlineData(-20034, 409, false)]
    [InlineData(-5963, 400, false)]
    [InlineData(-77777, 429, false)]
    [InlineData(-77777, 408, false)]
    [InlineData(-177, 409, false)]
    [InlineData(-97, 403, false)]
    [InlineData(-29063, 400, false)]
    [InlineData(-195, 500, true)]
    [InlineData(-196, 503, true)]
    [InlineData(-77777, 502, true)]
    [InlineData(-29102, 500, true)]
    [InlineData(-29102, 400, true)]
    public void Only_a_fault_on_the_way_leaves_open_whether_the_request_was_carried_out(int code, int status, bool mayHaveActed)
        => Assert.Equal(mayHaveActed, ServiceCodes.Refusal(4, code, status, null, "upload", "m").MayHaveActed);

    [Fact]
    public void Any_code_and_status_have_an_entry_and_an_exception_that_says_all()
        => Prop.ForAll<DoNotSize<int>, DoNotSize<short>, bool>((anyCode, anyStatus, isV1) =>
        {
            (int code, int status) = (anyCode.Item, anyStatus.Item % 700);
            int apiVersion = isV1 ? 1 : 4;
            ErrorEntry entry = ServiceCodes.Of(apiVersion, code, status);
            CosServiceException refusal = ServiceCodes.Refusal(apiVersion, code, status, "r17", "stat", "ERROR_X");
            AssertAdvice(entry);
            return refusal.Code == code
                && refusal.HttpStatus == status
                && refusal.RequestId == "r17"
                && refusal.Operation == "stat"
                && refusal.ServiceMessage == "ERROR_X"
                && refusal.ErrorId == "CosServiceError"
                && refusal.Kind == entry.Kind
                && refusal.Class == entry.Class
                && refusal.RecommendedAction == entry.Advice
                && refusal.IsTransient == (entry.Class is RetryClass.Later or RetryClass.ListAndResume or RetryClass.StartOver)
                && ((string[])[$"{code}", $"HTTP {status}", "r17", "stat", "ERROR_X"]).All(part => refusal.Message.Contains(part, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();

    private static void AssertAdvice(ErrorEntry entry)
    {
        Assert.EndsWith(".", entry.Advice, StringComparison.Ordinal);
        Assert.True(char.IsUpper(entry.Advice[0]), entry.Advice);
        Assert.DoesNotContain(". ", entry.Advice, StringComparison.Ordinal);
        Assert.All(ParameterName().Matches(entry.Advice), match => Assert.Contains(match.Value, Parameters));
    }

    [GeneratedRegex(@"(?<![\w-])-[A-Z]\w*")]
    private static partial Regex ParameterName();
}
