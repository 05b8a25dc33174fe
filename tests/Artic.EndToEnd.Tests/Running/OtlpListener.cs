using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A collector of traces by OTLP over HTTP, JSON, that keeps what it gets and answers as it is told.</summary>
internal sealed class OtlpListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly Thread _thread;

    public OtlpListener()
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

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

    /// <summary>The spans so far.</summary>
    public OtlpSpan[] Spans => [.. _spans];

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

            bool isTraces = context.Request is { HttpMethod: "POST", ContentType: "application/json", Url.AbsolutePath: "/v1/traces" };
            if (isTraces && Status == 200)
            {
                using JsonDocument document = JsonDocument.Parse(context.Request.InputStream);
                foreach (JsonElement resource in document.RootElement.GetProperty("resourceSpans").EnumerateArray())
                {
                    Dictionary<string, string> attributes = OtlpSpan.Attributes(resource.GetProperty("resource"));
                    foreach (JsonElement span in resource.GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray())
                    {
                        _spans.Enqueue(OtlpSpan.Read(span, attributes["service.name"], attributes["artic.run"]));
                    }
                }
            }

            context.Response.StatusCode = isTraces ? Status : 404;
            context.Response.ContentType = "application/json";
            context.Response.Close(Encoding.UTF8.GetBytes(Body), willBlock: true);
        }
    }
}
