using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Hosting.Http;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;

namespace Artic.Hosting.Limits;

/// <summary><c>POST /limit</c>: a JSON object of <see cref="LimitRequest"/>, answered as by ZeroMQ.</summary>
public static class LimitPages
{
    private const string Way = "http-token";

    /// <summary>Adds it.</summary>
    public static void AddLimit(ServiceHost host, LimitDesk desk)
    {
        Counter requests = host.Counters.Counter("limit_requests_total");
        host.Http.Post("/limit", async context =>
        {
            requests.Increment();
            LimitRequest? request = await ReadAsync(context);
            bool isSet = false;
            byte[] answer = request == null
                ? "{\"error\":\"MALFORMED\"}"u8.ToArray()
                : await Task.Factory.StartNew(
                    () => desk.Set(HttpEndpoint.BearerOf(context).By(Way), request, out isSet), CancellationToken.None, TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
            context.Response.StatusCode = isSet ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
            await context.Response.Body.WriteAsync(answer);
            await context.Response.WriteAsync("\n");
        });
    }

    private static async Task<LimitRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, LimitJson.Default.LimitRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LimitRequest))]
internal sealed partial class LimitJson : JsonSerializerContext;
