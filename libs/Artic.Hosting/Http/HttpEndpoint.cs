using System.Net;
using System.Text.Json;
using Artic.Hosting.Commands;
using Artic.Hosting.Logs;
using Artic.Hosting.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Artic.Hosting.Http;

/// <summary>
/// A service's HTTP on loopback: health, readiness, metrics, and what the service adds. Requests that change something
/// want a bearer token, the run's or a person's. Thread: the pool's, away from the hot core.
/// </summary>
public sealed class HttpEndpoint : IAsyncDisposable
{
    private const int LargestBodyBytes = 16 << 10;
    private const string Scheme = "Bearer ";

    private static readonly object s_bearer = new();

    private readonly WebApplication _application;
    private readonly MetricsPage _metrics;
    private readonly Func<string?> _notReady;
    private readonly Func<string?> _degraded;
    private readonly CommandTokens _tokens;
    private readonly JsonLog _log;
    private readonly UnauthorizedPeers _unauthorized;
    private readonly Dictionary<string, Func<HttpContext, Task>> _gets = [];
    private readonly Dictionary<string, Func<HttpContext, Task>> _posts = [];

    /// <param name="port">Port on 127.0.0.1; 0: any free one.</param>
    /// <param name="tokens">Of which a request that changes something must bear one.</param>
    /// <param name="metrics">The page of figures.</param>
    /// <param name="notReady">Why the service cannot do its work, or null.</param>
    /// <param name="degraded">What the service does without although it should have it, or null.</param>
    /// <param name="unauthorized">Counts and slows down those without the token.</param>
    /// <param name="log">Where failures of requests go.</param>
    public HttpEndpoint(
        int port, CommandTokens tokens, MetricsPage metrics, Func<string?> notReady, Func<string?> degraded,
        UnauthorizedPeers unauthorized, JsonLog log)
    {
        _unauthorized = unauthorized;
        _tokens = tokens;
        _metrics = metrics;
        _notReady = notReady;
        _degraded = degraded;
        _log = log;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());

        // A request is served by the thread that has read it: each hop through the pool waits for a turn, and a kill for each hop.
        _ = builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        _ = builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        });
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>The port that was taken; 0 before <see cref="StartAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Who bore the token of an action.</summary>
    public static CommandBearer BearerOf(HttpContext context) => (CommandBearer)context.Items[s_bearer]!;

    /// <summary>Adds a page. Before <see cref="StartAsync"/>.</summary>
    public void Get(string path, Func<HttpContext, Task> handler) => _gets.Add(path, handler);

    /// <summary>Adds an action behind the token. Before <see cref="StartAsync"/>.</summary>
    public void Post(string path, Func<HttpContext, Task> handler) => _posts.Add(path, handler);

    /// <summary>Starts to listen. Errors: <see cref="IOException"/> where the port is taken.</summary>
    public async Task StartAsync()
    {
        await _application.StartAsync();
        ICollection<string> addresses =
            _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (string address in addresses)
        {
            Port = new Uri(address).Port;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
#pragma warning disable CA1031 // The edge: whatever a request causes must not reach the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.Warn($"{context.Request.Method} {context.Request.Path}: {error.Message}");
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await context.Response.WriteAsync($"{{\"error\":\"{error.GetType().Name}\"}}\n");
            }
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        bool post = HttpMethods.IsPost(context.Request.Method);
        if (post && _posts.TryGetValue(path, out Func<HttpContext, Task>? action))
        {
            if (Find(context.Request.Headers.Authorization.ToString()) is not { } bearer)
            {
                return RefuseAsync(context);
            }

            context.Items[s_bearer] = bearer;
            return action(context);
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        switch (path)
        {
            case "/metrics":
                return _metrics.WriteAsync(context.Response);
            case "/health":
                return context.Response.WriteAsync("{\"status\":\"alive\"}\n");
            case "/ready":
                return WriteReadinessAsync(context.Response);
            default:
                if (_gets.TryGetValue(path, out Func<HttpContext, Task>? page))
                {
                    return page(context);
                }

                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private Task WriteReadinessAsync(HttpResponse response)
    {
        string? notReady = _notReady();
        string? reason = notReady ?? _degraded();
        string status = notReady != null ? "not ready" : reason != null ? "degraded" : "ready";
        response.StatusCode = notReady == null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return response.WriteAsync(
            reason == null ? $"{{\"status\":\"{status}\"}}\n" : $"{{\"status\":\"{status}\",\"reason\":\"{JsonEncodedText.Encode(reason)}\"}}\n");
    }

    private Task RefuseAsync(HttpContext context)
    {
        string peer = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!_unauthorized.IsTooMany(peer, out int retryAfterSeconds))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return context.Response.WriteAsync("{\"error\":\"TOKEN_MISSING_OR_WRONG\"}\n");
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString();
        return context.Response.WriteAsync("{\"error\":\"TOO_MANY_UNAUTHORIZED\"}\n");
    }

    private CommandBearer? Find(string header) =>
        header.StartsWith(Scheme, StringComparison.Ordinal) ? _tokens.Find(header[Scheme.Length..]) : null;
}
