using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Artic.Hosting.Commands;
using Artic.Streams.Counters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Artic.Hosting.Http;

/// <summary>Carries out a command and gives the answer's JSON.</summary>
/// <param name="by">Who: the way, and whose token it bore.</param>
/// <param name="request">What; nothing of it is checked yet.</param>
/// <param name="isDone">Whether it was carried out.</param>
public delegate byte[] CommandPageAction<in T>(string by, T request, out bool isDone);

/// <summary>
/// An action by HTTP whose body is a JSON object. It is carried out on a thread of its own, for it may wait for a loop and for the
/// disk. Thread: before <see cref="HttpEndpoint.StartAsync"/>.
/// </summary>
public static class CommandPage
{
    /// <summary>By what a person was known to be allowed.</summary>
    public const string Way = "http-token";

    /// <summary>
    /// Adds the action. 200 where it was carried out, 400 where the body is no such object, <paramref name="refusedStatus"/> where it
    /// was refused.
    /// </summary>
    /// <param name="host">The service.</param>
    /// <param name="path">Where it is posted to.</param>
    /// <param name="counter">Name of the counter of its requests.</param>
    /// <param name="shape">The body's.</param>
    /// <param name="wanted">What is wanted, for who has sent something else.</param>
    /// <param name="refusedStatus">Of a refusal.</param>
    /// <param name="action">What it does.</param>
    /// <param name="largestBodyBytes">Of a body that may be longer than other commands' are; 0: no longer than those.</param>
    public static void Add<T>(
        ServiceHost host, string path, string counter, JsonTypeInfo<T> shape, string wanted, int refusedStatus,
        CommandPageAction<T> action, int largestBodyBytes = 0)
        where T : class
    {
        Counter requests = host.Counters.Counter(counter);
        byte[] malformed = AnswerJson.Error("MALFORMED", wanted);
        host.Http.Post(path, async context =>
        {
            requests.Increment();
            if (largestBodyBytes > 0 && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            {
                body.MaxRequestBodySize = largestBodyBytes;
            }

            T? request = await ReadAsync(context, shape);
            bool isDone = false;
            byte[] answer = request == null
                ? malformed
                : await Task.Factory.StartNew(
                    () => action(HttpEndpoint.BearerOf(context).By(Way), request, out isDone), CancellationToken.None,
                    TaskCreationOptions.LongRunning, TaskScheduler.Default);
            context.Response.StatusCode = isDone ? StatusCodes.Status200OK
                : request == null ? StatusCodes.Status400BadRequest
                : refusedStatus;
            await context.Response.Body.WriteAsync(answer);
            await context.Response.WriteAsync("\n");
        });
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, shape);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
