using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ClassicML.Serving;

namespace ClassicML.Cli.Server;

/// <summary>A model over HTTP: what it is at <c>/</c>, predictions at <c>/predict</c>, whether it answers at <c>/health</c>.</summary>
/// <remarks>
/// .NET's own HttpListener, and not ASP.NET, whose framework every command would then load and every machine with the tool would need. What goes beyond a
/// model on a desk (reload, metrics, limits, TLS) is in tools/examples/predict-service.
/// </remarks>
internal sealed class PredictServer : IDisposable
{
    private const int MostAtOnce = 64, Tries = 20;

    // It is no part of a page, so that letters and quotes can stand as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ServedModel model;
    private readonly HttpListener listener;
    private readonly SemaphoreSlim free = new(MostAtOnce);
    private long requests, rows;

    private PredictServer(ServedModel model, HttpListener listener, string host, int port)
    {
        (this.model, this.listener) = (model, listener);
        Address = $"http://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port.ToString(CultureInfo.InvariantCulture)}/";
    }

    /// <summary>Where it listens, with a / at the end.</summary>
    public string Address { get; }

    /// <summary>Requests that were answered, whatever the answer.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Rows that were predicted.</summary>
    public long Rows => Interlocked.Read(ref rows);

    /// <summary>Whether only this machine reaches a host.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address);

    /// <summary>Begins to listen.</summary>
    /// <param name="model">The model.</param>
    /// <param name="host">The address or name to listen at; 0.0.0.0 is every one of this machine.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <exception cref="IOException">The port is taken, or the host none of this machine.</exception>
    public static PredictServer Start(ServedModel model, string host, int port)
    {
        for (int attempt = 0; ; attempt++)
        {
            int chosen = port == 0 ? FreePort() : port;
            var listener = new HttpListener();
            try
            {
                // A listener answers only to the names that it knows: a page on the web can't reach it by a name of its own that leads here.
                foreach (string name in IsLoopback(host) ? ["127.0.0.1", "localhost"] : (string[])[host is "0.0.0.0" or "::" ? "+" : host])
                    listener.Prefixes.Add($"http://{name}:{chosen.ToString(CultureInfo.InvariantCulture)}/");
                listener.Start();
                return new PredictServer(model, listener, host, chosen);
            }
            catch (Exception e) when (e is HttpListenerException or SocketException)
            {
                listener.Close();
                // Somebody may have taken the free port in between.
                if (port != 0 || attempt == Tries) throw new IOException(FormattableString.Invariant($"can't listen at {host}, port {chosen}: {e.Message}"), e);
            }
        }
    }

    /// <summary>Answers until it is cancelled, and then until what was begun has ended.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using (cancellation.Register(listener.Stop))
        {
            while (true)
            {
                await free.WaitAsync(CancellationToken.None);
                HttpListenerContext http;
                try
                {
                    http = await listener.GetContextAsync();
                }
                catch (Exception e) when (
                    e is HttpListenerException or ObjectDisposedException or InvalidOperationException && cancellation.IsCancellationRequested)
                {
                    free.Release();
                    break;
                }
                _ = Task.Run(() => Handle(http), CancellationToken.None);
            }
        }
        for (int i = 0; i < MostAtOnce; i++)
            if (!await free.WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None)) break;
    }

    public void Dispose()
    {
        listener.Close();
        free.Dispose();
    }

    private async Task Handle(HttpListenerContext http)
    {
        try
        {
            (int status, byte[] answer) = await Answer(http.Request);
            http.Response.StatusCode = status;
            http.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
            http.Response.ContentLength64 = answer.Length;
            if (http.Request.HttpMethod != "HEAD") await http.Response.OutputStream.WriteAsync(answer);
            http.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // Whoever asked has gone.
            http.Response.Abort();
        }
        finally
        {
            Interlocked.Increment(ref requests);
            free.Release();
        }
    }

    private async Task<(int Status, byte[] Answer)> Answer(HttpListenerRequest request)
    {
        try
        {
            return (request.Url?.AbsolutePath, request.HttpMethod) switch
            {
                ("/", "GET" or "HEAD") => (200, Json(answer => PredictJson.Describe(model, answer))),
                ("/health", "GET" or "HEAD") => (200, Json(answer =>
                {
                    answer.WriteStartObject();
                    answer.WriteString("status", "healthy");
                    answer.WriteEndObject();
                })),
                ("/predict", "POST") => (200, await Predict(request)),
                ("/" or "/health", _) => Problem(405, "only GET is answered here"),
                ("/predict", _) => Problem(405, "only POST is answered here, with one row or an array of rows"),
                _ => Problem(404, "there are GET /, GET /health and POST /predict"),
            };
        }
        catch (ArgumentException e)
        {
            return Problem(400, e.Message);
        }
        catch (InvalidDataException e)
        {
            return Problem(413, e.Message);
        }
    }

    private async Task<byte[]> Predict(HttpListenerRequest request)
    {
        using JsonDocument body = await PredictJson.Parse(await Body(request), CancellationToken.None);
        return Json(answer => Interlocked.Add(ref rows, PredictJson.Predict(model, body.RootElement, answer, CancellationToken.None)));
    }

    // No more of a body than is allowed, whatever its header says.
    private static async Task<Stream> Body(HttpListenerRequest request)
    {
        var body = new MemoryStream();
        byte[] block = new byte[1 << 16];
        for (int read; (read = await request.InputStream.ReadAsync(block)) > 0;)
        {
            if (body.Length + read > PredictJson.MaxBodyBytes)
                throw new InvalidDataException(FormattableString.Invariant($"a body must have at most {PredictJson.MaxBodyBytes} bytes"));
            body.Write(block, 0, read);
        }
        body.Position = 0;
        return body;
    }

    private static (int, byte[]) Problem(int status, string detail) => (status, Json(answer =>
    {
        answer.WriteStartObject();
        answer.WriteNumber("status", status);
        answer.WriteString("detail", detail);
        answer.WriteEndObject();
    }));

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var answer = new Utf8JsonWriter(buffer, Readable)) write(answer);
        return buffer.WrittenSpan.ToArray();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
