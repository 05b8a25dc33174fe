using System.Text.Json;
using Artic.Hosting.Commands;
using Artic.Hosting.Http;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;

namespace Artic.Hosting.Kill;

/// <summary>
/// <c>POST /kill</c> and <c>POST /resume</c> for the services that offer them. A kill answers twice in one body, a line
/// of JSON each: <c>latched</c> at once, <c>stopped</c> when it is; one that flattens answers a third time. Who did it is the
/// bearer of the token.
/// </summary>
public static class KillPages
{
    private const int LongestReason = 512;

    /// <summary>Adds <c>POST /kill</c>.</summary>
    public static void AddKill(ServiceHost host)
    {
        Counter kills = host.Counters.Counter("kill_requests_total");
        host.Http.Post("/kill", async context =>
        {
            Body body = await ReadAsync(context);
            kills.Increment();
            if (!host.Kill.Scopes.TryFind(body.Scope, out KillScope scope))
            {
                await RefuseAsync(context, KillJson.UnknownScope(host.Kill.Scopes));
                return;
            }

            KillRequest request = new(
                HttpEndpoint.BearerOf(context).By(CommandPage.Way), body.Reason ?? "none that could be read", scope, body.Flatten);

            // The kill's own thread, which has the first turn, writes the first answer before it goes on.
            TaskCompletionSource<byte[]> latched = new();
            Task<KillResult> stopped = Apart(
                host, () => host.Kill.Execute(request, first => latched.TrySetResult(KillJson.Latched(first))));
            _ = await Task.WhenAny(latched.Task, stopped);
            if (latched.Task.IsCompleted)
            {
                await WriteLineAsync(context, await latched.Task);
            }

            KillResult result = await stopped;
            await WriteLineAsync(context, KillJson.Stopped(result));
            if (request.Flatten)
            {
                await WriteLineAsync(context, KillJson.Flattened(await Apart(host, () => host.Kill.AwaitFlatten(result))));
            }
        });
    }

    /// <summary>Adds <c>POST /resume</c>, which wants a reason.</summary>
    public static void AddResume(ServiceHost host) =>
        host.Http.Post("/resume", async context =>
        {
            Body body = await ReadAsync(context);
            if (!host.Kill.Scopes.TryFind(body.Scope, out KillScope scope))
            {
                await RefuseAsync(context, KillJson.UnknownScope(host.Kill.Scopes));
                return;
            }

            CommandBearer bearer = HttpEndpoint.BearerOf(context);
            ResumeAnswer answer = host.Resume.Ask(
                new ResumeRequest(bearer.By(CommandPage.Way), bearer.Name != null, scope, body.Reason ?? ""));
            if (answer.Outcome == ResumeOutcome.Refused)
            {
                await RefuseAsync(context, answer.ToJson());
                return;
            }

            await WriteLineAsync(context, answer.ToJson());
        });

    private static Task<T> Apart<T>(ServiceHost host, Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.KillThreads.Run(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // The top of a thread: the asker is told, the process goes on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    private static Task RefuseAsync(HttpContext context, byte[] json)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteLineAsync(context, json);
    }

    private static async Task WriteLineAsync(HttpContext context, byte[] json)
    {
        await context.Response.Body.WriteAsync(json);
        await context.Response.WriteAsync("\n");
        await context.Response.Body.FlushAsync();
    }

    private static async Task<Body> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0)
        {
            return new Body(null, null, false);
        }

        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(context.Request.Body);
            JsonElement root = document.RootElement;
            string? reason = Member(root, "reason");
            return new Body(
                reason?[..Math.Min(LongestReason, reason.Length)], Member(root, "scope"), Member(root, "flatten") == "true");
        }
        catch (JsonException)
        {
            // A kill with the right token is carried out whatever its body says; a resume wants a reason.
            return new Body(null, null, false);
        }
    }

    /// <summary>A member's text; that of the JSON where it is no text, so that a scope which is none is told from none.</summary>
    private static string? Member(JsonElement root, string name) =>
        root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out JsonElement member) ? null
        : member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Null => null,
            _ => member.GetRawText(),
        };

    private sealed record Body(string? Reason, string? Scope, bool Flatten);
}
