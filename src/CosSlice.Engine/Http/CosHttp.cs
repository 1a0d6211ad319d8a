using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using System.Text;
using CosSlice.Hashing.Lanes;

namespace CosSlice.Http;

/// <summary>Sends one request and brings its answer: signed as it is sent, watched for headway, its answer's size capped.</summary>
internal sealed class CosHttp : IDisposable
{
    /// <summary>The largest answer that is read: 16 MiB, some times that of 65,536 listed slices.</summary>
    internal const int AnswerMaximum = 16 * 1024 * 1024;

    private static readonly string UserAgent = new ProductInfoHeaderValue(
        "CosSlice", typeof(CosHttp).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "0").ToString();

    private readonly HttpMessageInvoker _client;
    private readonly BufferPool _pool;
    private readonly SmallBuffers _small = new();
    private readonly int _bufferSize;
    private readonly WritePace _pace = new();
    private readonly HashLanes _md5 = MultipartBody.LanesOfMd5();
    private readonly GarbageBound _garbage = new();
    private readonly TransferOptions _options;
    private readonly Clock _clock;
    private readonly RateLimit? _limit;

    public CosHttp(TransferOptions options, Clock clock)
    {
        _options = options;
        _clock = clock;
        _bufferSize = MultipartBody.BufferSizeFor(options.ThrottleLimit);
        _pool = new BufferPool(_bufferSize);
        _limit = options.MaxBytesPerSecond is long rate ? new RateLimit(rate, clock) : null;

        // Of an HttpClient nothing more is of use: its time-out would end long, lively requests, and each request has a guard in its place.
        _client = new HttpMessageInvoker(HandlerFactory.Create(options));
    }

    /// <summary>Posts a form to an object's address.</summary>
    /// <exception cref="TransportException">No answer came.</exception>
    /// <exception cref="CosException">The file could not be read or changed, or the address cannot stand for the key.</exception>
    public async Task<HttpAnswer> PostAsync(
        CosTarget target, string authorization, FormFields fields, StreamedField? field, AttemptTrace trace, CancellationToken cancellationToken)
    {
        using StallGuard guard = new(_options.ConnectionTimeout, _options.OperationTimeout, cancellationToken);
        using MultipartBody body = new(fields, field, _pool, guard, _limit, _pace, _small, _md5);
        using HttpRequestMessage message = CreateMessage(HttpMethod.Post, target, string.Empty, authorization);
        message.Content = body;
        if (trace.BrokeInBody)
        {
            message.Headers.ExpectContinue = true;
        }

        TimeSpan started = _clock.Elapsed;
        bool isAnswered = false;
        try
        {
            HttpAnswer answer = await SendAsync(message, guard, body, cancellationToken).ConfigureAwait(false);
            isAnswered = body.Completed;
            return answer;
        }
        finally
        {
            if (!isAnswered)
            {
                _pace.Forget();
            }
            else if (field is not null)
            {
                _pace.Learn(field.Length, _bufferSize, _clock.Elapsed - started, _options.OperationTimeout);
            }

            _garbage.Check(isOfSlices: field is { IsAtHand: false });
            trace.Record(body);
            field?.Settle();
        }
    }

    /// <summary>Posts a JSON text to an object's address, as the operations on whole objects have it.</summary>
    /// <exception cref="TransportException">No answer came.</exception>
    public async Task<HttpAnswer> PostJsonAsync(CosTarget target, string authorization, string json, CancellationToken cancellationToken)
    {
        using StallGuard guard = GuardWithoutBody(cancellationToken);
        using HttpRequestMessage message = CreateMessage(HttpMethod.Post, target, string.Empty, authorization);
        message.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await SendAsync(message, guard, body: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets an object's address with a query.</summary>
    /// <exception cref="TransportException">No answer came.</exception>
    public async Task<HttpAnswer> GetAsync(CosTarget target, string authorization, string query, CancellationToken cancellationToken)
    {
        using StallGuard guard = GuardWithoutBody(cancellationToken);
        using HttpRequestMessage message = CreateMessage(HttpMethod.Get, target, query, authorization);
        return await SendAsync(message, guard, body: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The buffers of this client, for what reads a file before it is sent.</summary>
    public BufferPool Pool => _pool;

    /// <summary>Its buffers for small files, each of which takes a whole one.</summary>
    public SmallBuffers Small => _small;

    /// <summary>Keeps small what this client leaves behind, and what others do between its requests.</summary>
    public GarbageBound Garbage => _garbage;

    public void Dispose() => _client.Dispose();

    // Without a watched body nothing tells when connecting ends and waiting begins.
    private StallGuard GuardWithoutBody(CancellationToken cancellationToken)
        => new(_options.ConnectionTimeout + _options.OperationTimeout, _options.OperationTimeout, cancellationToken);

    private static HttpRequestMessage CreateMessage(HttpMethod method, CosTarget target, string query, string authorization)
    {
        HttpRequestMessage message = new(method, query.Length == 0 ? target.Address : RequestAddress.Of(target, query)) { Version = HttpVersion.Version11 };
        HandlerFactory.ExpectNothing(message);

        // As they are: the typed headers cost more than they check, and the bare Base64 value has no scheme word, which its own would ask for.
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.TryAddWithoutValidation("Authorization", authorization);
        return message;
    }

    private async Task<HttpAnswer> SendAsync(
        HttpRequestMessage message, StallGuard guard, MultipartBody? body, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _client
                .SendAsync(message, guard.Token).ConfigureAwait(false);
            guard.Touch();

            // On .NET Framework the answer's stream does not hear of cancellation; closing it is what ends a read.
            using (guard.Token.Register(static answer => ((HttpResponseMessage)answer!).Dispose(), response))
            {
                return await ReadAsync(response, guard).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (body?.SourceFailure is not null)
        {
            // Seen first, as the layers in between dress a failing body up as a failing connection.
            throw new SourceFailedException(body.SourceFailure, failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException stalled)
        {
            throw new TransportException(DescribeStall(message, body, guard), stalled);
        }
        catch (ObjectDisposedException) when (cancellationToken.IsCancellationRequested)
        {
            // The uploader was closed between the last look at the token and the sending, or the answer while it was read.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ObjectDisposedException closed) when (guard.HasFired)
        {
            throw new TransportException(DescribeStall(message, body, guard), closed);
        }
        catch (HttpRequestException failed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ProxyRefusal.StatusOf(failed) is int status)
            {
                return new HttpAnswer(status, [], 0) { IsOfProxy = true };
            }

            throw Describe(message, guard, body, failed);
        }
        catch (IOException failed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Describe(message, guard, body, failed);
        }
        catch (SocketException failed)
        {
            // .NET lets it through as it is where a connection is gone as soon as it stands.
            cancellationToken.ThrowIfCancellationRequested();
            throw Describe(message, guard, body, failed);
        }
    }

    private TransportException Describe(HttpRequestMessage message, StallGuard guard, MultipartBody? body, Exception failed)
    {
        if (guard.HasFired)
        {
            return new TransportException(DescribeStall(message, body, guard), SafeText.OfCause(failed));
        }

        Exception root = failed;
        for (Exception? inner = failed; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
            {
                return new TransportException(
                    TextFormat.Of(ConnectionTexts.NotSecure, Peer(message), Reason(inner)), SafeText.OfCause(failed), isPermanent: true);
            }

            root = inner;
        }

        return new TransportException(TextFormat.Of(ConnectionTexts.NoAnswer, Peer(message), Reason(root)), SafeText.OfCause(failed));
    }

    // What is no HTTP is quoted by the layers below as it came.
    private static string Reason(Exception failure) => TextFormat.WithoutStop(SafeText.Of(failure.Message, SafeText.Most));

    private string Peer(HttpRequestMessage message)
        => _options.Proxy is null
            ? message.RequestUri!.Authority
            : TextFormat.Of(ConnectionTexts.ByWayOfProxy, message.RequestUri!.Authority, _options.Proxy.Authority);

    private string DescribeStall(HttpRequestMessage message, MultipartBody? body, StallGuard guard)
        => body is { Started: false } || !guard.HasFired
            ? TextFormat.Of(ConnectionTexts.NoConnection, Peer(message), _options.ConnectionTimeout.TotalSeconds)
            : TextFormat.Of(ConnectionTexts.NoByteMoved, Peer(message), guard.Allowed.TotalSeconds);

    private async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, StallGuard guard)
    {
        BufferPool pool = _small.Of(SmallBuffers.Usual);
        byte[] buffer = pool.Rent();
        byte[] collected = buffer;
        int length = 0;
        bool isCut = false;
        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            while (true)
            {
                if (length == collected.Length)
                {
                    if (length >= AnswerMaximum)
                    {
                        isCut = true;
                        break;
                    }

                    Array.Resize(ref collected, Math.Min(AnswerMaximum, length * 4));
                }

                int read = await stream.ReadAsync(collected, length, collected.Length - length, guard.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                length += read;
                guard.Touch();
            }

            byte[] body = new byte[length];
            Buffer.BlockCopy(collected, 0, body, 0, length);
            return new HttpAnswer((int)response.StatusCode, body, length, new AnswerHeaders(response.Headers, _clock)) { IsCut = isCut };
        }
        finally
        {
            pool.Return(buffer);
        }
    }
}
