using System.Text.Json.Serialization;
using Artic.Hosting;
using Artic.Hosting.Http;
using Artic.Hosting.Instances;
using Microsoft.AspNetCore.Http;

namespace Artic.SignalBridge;

/// <summary>
/// <c>GET /instances</c>, and <c>POST /instances</c> with a JSON object of <see cref="InstanceRequest"/>, answered as by ZeroMQ.
/// </summary>
public static class InstancePages
{
    /// <summary>A whole set is longer than other commands.</summary>
    private const int LargestBodyBytes = 1 << 20;

    /// <summary>Adds them.</summary>
    public static void Add(ServiceHost host, InstanceDesk desk)
    {
        host.Http.Get("/instances", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(desk.Show());
            await context.Response.WriteAsync("\n");
        });
        CommandPage.Add(
            host, "/instances", "instance_requests_total", InstanceJson.Default.InstanceRequest,
            "a JSON object with instance or instances, by and reason is wanted", StatusCodes.Status400BadRequest, desk.Declare,
            LargestBodyBytes);
    }
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InstanceRequest))]
internal sealed partial class InstanceJson : JsonSerializerContext;
