using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Hosting;
using Artic.Hosting.Publishing;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;

namespace Artic.RiskManager.Pages;

/// <summary>
/// <c>POST /override</c>: a named person has a denied order decided again; answered as by ZeroMQ, 200 where it was approved, 409
/// where it was denied or may not be overridden.
/// </summary>
public static class OverridePages
{
    private const string Proved = "http-token";

    /// <summary>Adds it.</summary>
    public static void Add(ServiceHost host, OverrideAction desk)
    {
        Counter requests = host.Counters.Counter("override_requests_total");
        host.Http.Post("/override", async context =>
        {
            requests.Increment();
            OverrideRequest? request = await ReadAsync(context);
            bool isApproved = false;
            byte[] answer = request == null
                ? "{\"error\":\"MALFORMED\",\"message\":\"a JSON object with denial, by and reason is wanted\"}"u8.ToArray()
                : await Task.Factory.StartNew(
                    () => desk(Proved, request.Denial, request.By, request.Reason, out isApproved), CancellationToken.None,
                    TaskCreationOptions.LongRunning, TaskScheduler.Default);
            context.Response.StatusCode = isApproved ? StatusCodes.Status200OK
                : request == null ? StatusCodes.Status400BadRequest
                : StatusCodes.Status409Conflict;
            await context.Response.Body.WriteAsync(answer);
            await context.Response.WriteAsync("\n");
        });
    }

    private static async Task<OverrideRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, OverrideJson.Default.OverrideRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What an override says; nothing of it is checked yet.</summary>
internal sealed class OverrideRequest
{
    /// <summary>Sequence of the denial in <c>order</c>.</summary>
    public long Denial { get; init; }

    /// <summary>Who asks, in his own words.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OverrideRequest))]
internal sealed partial class OverrideJson : JsonSerializerContext;
