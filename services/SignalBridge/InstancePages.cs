using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Hosting;
using Artic.Hosting.Http;
using Artic.Hosting.Instances;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Artic.SignalBridge;

/// <summary>
/// <c>GET /instances</c>, and <c>POST /instances</c> with a JSON object of <see cref="InstanceRequest"/>, answered as by ZeroMQ.
/// </summary>
public static class InstancePages
{
    private const string Way = "http-token";

    /// <summary>A whole set is longer than other commands.</summary>
    private const int LargestBodyBytes = 1 << 20;

    /// <summary>Adds them.</summary>
    public static void Add(ServiceHost host, InstanceDesk desk)
    {
        Counter requests = host.Counters.Counter("instance_requests_total");
        host.Http.Get("/instances", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(desk.Show());
            await context.Response.WriteAsync("\n");
        });
        host.Http.Post("/instances", async context =>
        {
            requests.Increment();
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            {
                body.MaxRequestBodySize = LargestBodyBytes;
            }

            InstanceRequest? request = await ReadAsync(context);
            bool isDone = false;
            byte[] answer = request == null
                ? "{\"error\":\"MALFORMED\"}"u8.ToArray()
                : await Task.Factory.StartNew(
                    () => desk.Declare(HttpEndpoint.BearerOf(context).By(Way), request, out isDone), CancellationToken.None,
                    TaskCreationOptions.LongRunning, TaskScheduler.Default);
            context.Response.StatusCode = isDone ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
            await context.Response.Body.WriteAsync(answer);
            await context.Response.WriteAsync("\n");
        });
    }

    private static async Task<InstanceRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, InstanceJson.Default.InstanceRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InstanceRequest))]
internal sealed partial class InstanceJson : JsonSerializerContext;
