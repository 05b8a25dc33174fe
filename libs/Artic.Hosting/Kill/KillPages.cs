using System.Text.Json;
using Artic.Core.Time;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;

namespace Artic.Hosting.Kill;

/// <summary>
/// <c>POST /kill</c> and <c>POST /resume</c> for the services that offer them. A kill answers twice in one body, a line
/// of JSON each: <c>latched</c> at once, <c>stopped</c> when it is. Who did it is the bearer of the token.
/// </summary>
public static class KillPages
{
    private const string By = "http-token";
    private const int LongestReason = 512;

    /// <summary>Adds <c>POST /kill</c>.</summary>
    public static void AddKill(ServiceHost host)
    {
        Counter kills = host.Counters.Counter("kill_requests_total");
        host.Http.Post("/kill", async context =>
        {
            string reason = await ReadReasonAsync(context) ?? "none that could be read";
            kills.Increment();
            TaskCompletionSource<byte[]> latched = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<KillResult> stopped = Task.Factory.StartNew(
                () => host.Kill.Execute(By, reason, (generation, ns) => latched.SetResult(KillJson.Latched(generation, ns))),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _ = await Task.WhenAny(latched.Task, stopped);
            if (latched.Task.IsCompleted)
            {
                await WriteLineAsync(context, await latched.Task);
                await context.Response.Body.FlushAsync();
            }

            await WriteLineAsync(context, KillJson.Stopped(await stopped));
        });
    }

    /// <summary>Adds <c>POST /resume</c>, which wants a reason.</summary>
    public static void AddResume(ServiceHost host) =>
        host.Http.Post("/resume", async context =>
        {
            string? reason = await ReadReasonAsync(context);
            if (string.IsNullOrWhiteSpace(reason))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await context.Response.WriteAsync("{\"error\":\"REASON_MISSING\"}\n");
                return;
            }

            long generation = host.Account.Resume(By, reason, Clock.UtcNs());
            await context.Response.WriteAsync($"{{\"resumed_generation\":{generation}}}\n");
        });

    private static async Task WriteLineAsync(HttpContext context, byte[] json)
    {
        await context.Response.Body.WriteAsync(json);
        await context.Response.WriteAsync("\n");
    }

    private static async Task<string?> ReadReasonAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or 0)
        {
            return null;
        }

        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
            string? reason = body.RootElement.GetProperty("reason").GetString();
            return reason?[..Math.Min(LongestReason, reason.Length)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // A kill with the right token is carried out whatever its body says; a resume wants a reason.
            return null;
        }
    }
}
