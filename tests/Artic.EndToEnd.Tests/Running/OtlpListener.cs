using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A collector of traces by OTLP over HTTP, JSON, that keeps what it gets and answers as it is told.</summary>
internal sealed class OtlpListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<HttpListenerContext> _held = new();
    private readonly Thread _thread;
    private int _requests;

    /// <param name="address">Of one that was there before; null: a free one.</param>
    public OtlpListener(string? address = null)
    {
        Address = address ?? FreeAddress();
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Its base address.</summary>
    public string Address { get; }

    /// <summary>Status of the answers from now on.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Body of the answers from now on.</summary>
    public string Body { get; set; } = "{}";

    /// <summary>What it asks for before another try, in seconds; null: nothing.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>It takes documents and never answers.</summary>
    public bool Hangs { get; set; }

    /// <summary>Larger documents are answered 413.</summary>
    public long LongestBytes { get; set; } = long.MaxValue;

    /// <summary>Documents with this order are answered 400.</summary>
    public string? RefusedOrder { get; set; }

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The spans so far.</summary>
    public OtlpSpan[] Spans => [.. _spans];

    /// <summary>The orders of the traces so far, each as often as it came.</summary>
    public string[] Orders => [.. _spans.Where(span => span.Parent.Length == 0).Select(span => span.About["artic.order"])];

    /// <summary>An address that nobody listens at.</summary>
    public static string FreeAddress() => $"http://127.0.0.1:{FreePorts.InARow(1)}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Close();
        _thread.Join();
    }

    private void Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = _listener.GetContext();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Interlocked.Increment(ref _requests);
            bool isTraces = context.Request is { HttpMethod: "POST", ContentType: "application/json", Url.AbsolutePath: "/v1/traces" };
            if (isTraces && Hangs)
            {
                _held.Enqueue(context);
                continue;
            }

            context.Response.StatusCode = isTraces ? Take(context.Request) : 404;
            context.Response.ContentType = "application/json";
            if (RetryAfter is { } seconds)
            {
                context.Response.AddHeader("Retry-After", $"{seconds}");
            }

            try
            {
                context.Response.Close(Encoding.UTF8.GetBytes(Body), willBlock: true);
            }
            catch (HttpListenerException)
            {
                // Who asked was killed.
            }
        }
    }

    /// <summary>Keeps what a document has; gives the answer's status.</summary>
    private int Take(HttpListenerRequest request)
    {
        if (Status != 200)
        {
            return Status;
        }

        if (request.ContentLength64 > LongestBytes)
        {
            return 413;
        }

        List<OtlpSpan> spans = [];
        using JsonDocument document = JsonDocument.Parse(request.InputStream);
        foreach (JsonElement resource in document.RootElement.GetProperty("resourceSpans").EnumerateArray())
        {
            Dictionary<string, string> attributes = OtlpSpan.Attributes(resource.GetProperty("resource"));
            foreach (JsonElement span in resource.GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray())
            {
                spans.Add(OtlpSpan.Read(span, attributes["service.name"], attributes["artic.run"]));
            }
        }

        if (spans.Any(span => span.Parent.Length == 0 && span.About["artic.order"] == RefusedOrder))
        {
            return 400;
        }

        spans.ForEach(_spans.Enqueue);
        return 200;
    }
}
