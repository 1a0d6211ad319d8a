namespace CosSlice.Tests.Engine;

public class ContextTests
{
    [Theory]
    [InlineData("sh", "https://sh.file.myqcloud.com/")]
    [InlineData("SH", "https://sh.file.myqcloud.com/")]
    [InlineData("ap-shanghai", "https://sh.file.myqcloud.com/")]
    [InlineData("na-toronto", "https://ca.file.myqcloud.com/")]
    [InlineData("ap-beijing-1", "https://tj.file.myqcloud.com/")]
    public void A_region_means_its_https_address(string region, string endpoint)
        => Assert.Equal(new Uri(endpoint), CosContext.Create(region: region).Endpoint);

    [Theory]
    [InlineData("ap-nanjing")]
    [InlineData("evil.example/")]
    [InlineData("")]
    public void A_region_that_the_API_is_not_offered_in_is_refused(string region)
        => Assert.Equal("InvalidRegion", Assert.Throws<CosException>(() => CosContext.Create(region: region)).ErrorId);

    [Fact]
    public void An_endpoint_wins_over_a_region()
        => Assert.Equal("127.0.0.1", CosContext.Create(region: "sh", endpoint: new Uri("http://127.0.0.1:9")).Endpoint!.Host);

    [Theory]
    [InlineData("ftp://a")]
    [InlineData("http://user:pw@a")]
    [InlineData("http://a?x=1")]
    [InlineData("https://sh.file.myqcloud.com/files/v2")]
    [InlineData("https://sh.file.myqcloud.com/gate/Files/V1/")]
    public void An_endpoint_must_be_a_plain_web_address(string endpoint)
        => Assert.Equal("InvalidContext", Assert.Throws<CosException>(() => CosContext.Create(endpoint: new Uri(endpoint))).ErrorId);

    [Theory]
    [InlineData("127.0.0.1:18080")]
    [InlineData("localhost:18080")]
    [InlineData("sh.file.myqcloud.com")]
    public void An_endpoint_without_a_scheme_is_told_to_have_one(string address)
    {
        CosException failure = Assert.Throws<CosException>(
            () => CosContext.Create(endpoint: new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.Equal("InvalidContext", failure.ErrorId);
        Assert.Contains("https://", failure.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://AKID:SECRETKEY@h.example/p")]
    [InlineData("ftp://AKID:SECRETKEY@h.example/p")]
    [InlineData("https://h.example/p?sign=SECRETKEY")]
    public void A_secret_in_an_address_is_not_repeated(string address)
    {
        CosException endpoint = Assert.Throws<CosException>(() => CosContext.Create(endpoint: new Uri(address)));
        CosException variable = Assert.Throws<CosException>(
            () => ContextEnvironment.Read(name => name == "COS_ENDPOINT" ? "//SECRETKEY@" + address : null));
        CosException? proxy = Record.Exception(() => new TransferOptions { Proxy = new Uri("socks5://u:SECRETKEY@h") }.Validate()) as CosException;

        Assert.All([endpoint, variable, proxy!], failure =>
        {
            Assert.DoesNotContain("SECRETKEY", failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("SECRETKEY", failure.RecommendedAction, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("12a", null)]
    [InlineData("", null)]
    [InlineData(null, "Upper")]
    [InlineData(null, "")]
    [InlineData(null, "a/b")]
    [InlineData(null, "12345678901234567890123456789012345678901")]
    public void Malformed_parts_are_refused(string? appId, string? bucket)
        => Assert.Equal("InvalidContext", Assert.Throws<CosException>(() => CosContext.Create(appId, bucket)).ErrorId);

    [Fact]
    public void Each_part_comes_from_the_first_layer_that_has_it()
    {
        CosContext strong = CosContext.Create(bucket: "strong");
        CosContext middle = CosContext.Create("1", "middle", null, new Uri("https://middle/"));
        CosContext weak = CosContext.Create("2", "weak", "sh", null, "id", "key", "weakest");

        CosContext merged = CosContext.Merge(strong, null, middle, weak);

        Assert.Equal("1", merged.AppId);
        Assert.Equal("strong", merged.Bucket);
        Assert.Equal(new Uri("https://middle/"), merged.Endpoint);
        Assert.Null(merged.Region);
        Assert.Equal("id", merged.SecretId);
        Assert.Equal("weakest", merged.CredentialSource);
        merged.EnsureComplete();
    }

    [Theory]
    [InlineData(false, true, true, true, "CosCredentialMissing")]
    [InlineData(true, false, true, true, "CosAppIdMissing")]
    [InlineData(true, true, false, true, "CosBucketMissing")]
    [InlineData(true, true, true, false, "CosEndpointMissing")]
    public void A_missing_part_is_named(bool credential, bool appId, bool bucket, bool endpoint, string errorId)
    {
        CosContext context = CosContext.Create(
            appId ? "1" : null,
            bucket ? "b" : null,
            endpoint ? "sh" : null,
            null,
            credential ? "id" : null,
            credential ? "key" : null);

        CosException missing = Assert.Throws<CosException>(context.EnsureComplete);

        Assert.Equal(errorId, missing.ErrorId);
        Assert.NotNull(missing.RecommendedAction);
    }

    [Fact]
    public void The_environment_gives_every_part()
    {
        CosContext context = ContextEnvironment.Read(name => name switch
        {
            "COS_APPID" => "10055004",
            "COS_BUCKET" => "accesslog",
            "COS_REGION" => "gz",
            "COS_SECRET_ID" => "id",
            "COS_SECRET_KEY" => "key",
            "COS_ENDPOINT" => string.Empty,
            _ => null,
        });

        Assert.Equal("10055004", context.AppId);
        Assert.Equal("accesslog", context.Bucket);
        Assert.Equal(new Uri("https://gz.file.myqcloud.com/"), context.Endpoint);
        Assert.Equal("id", context.SecretId);
        Assert.Equal("Environment (COS_SECRET_ID)", context.CredentialSource);
    }

    [Fact]
    public void The_vendors_own_variable_names_serve_too_but_come_second()
    {
        string? Both(string name) => name switch
        {
            "COS_SECRET_ID" => "first",
            "TENCENTCLOUD_SECRET_ID" => "second",
            "COS_SECRET_KEY" or "TENCENTCLOUD_SECRET_KEY" => "key",
            _ => null,
        };

        Assert.Equal("first", ContextEnvironment.Read(Both).SecretId);
        Assert.Equal("second", ContextEnvironment.Read(name => name.StartsWith("COS_", StringComparison.Ordinal) ? null : Both(name)).SecretId);
    }

    [Fact]
    public void Half_a_credential_is_an_error_and_never_completed_from_elsewhere()
        => Assert.Equal(
            "InvalidContext",
            Assert.Throws<CosException>(() => ContextEnvironment.Read(name => name == "COS_SECRET_ID" ? "id" : null)).ErrorId);

    [Fact]
    public void No_public_member_and_no_text_shows_the_key()
    {
        const string secret = "the-secret-key";
        CosContext context = CosContext.Create("1", "b", "sh", null, "id", secret);

        Assert.DoesNotContain(secret, context.ToString(), StringComparison.Ordinal);
        Assert.All(
            typeof(CosContext).GetProperties(),
            property => Assert.DoesNotContain(secret, property.GetValue(context)?.ToString() ?? string.Empty, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, System.Text.Json.JsonSerializer.Serialize(context), StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_context_takes_no_other_accounts_key_by_accident()
    {
        CosContext saved = new("1", "b", "sh", null, null, credential: null, expectedSecretId: "mine");
        CosContext mine = CosContext.Create(secretId: "mine", secretKey: "key");
        CosContext other = CosContext.Create(secretId: "other", secretKey: "key");

        CosContext.Merge(saved, mine).EnsureComplete();
        CosContext.Merge(other, saved).EnsureComplete();
        CosException failure = Assert.Throws<CosException>(CosContext.Merge(CosContext.Merge(saved), other).EnsureComplete);

        Assert.Equal("InvalidContext", failure.ErrorId);
        Assert.Contains("mine", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("v4")]
    public void A_version_that_does_not_exist_is_told_with_its_variable(string value)
        => Assert.Contains("COS_API_VERSION", Assert.Throws<CosException>(
            () => ContextEnvironment.Read(name => name == "COS_API_VERSION" ? value : null)).Message, StringComparison.Ordinal);
}
