using System.Text.Json.Serialization;
using Artic.Hosting.Http;
using Microsoft.AspNetCore.Http;

namespace Artic.Hosting.Limits;

/// <summary><c>POST /limit</c>: a JSON object of <see cref="LimitRequest"/>, answered as by ZeroMQ.</summary>
public static class LimitPages
{
    /// <summary>Adds it.</summary>
    public static void AddLimit(ServiceHost host, LimitDesk desk) => CommandPage.Add(
        host, "/limit", "limit_requests_total", LimitJson.Default.LimitRequest, "a JSON object with name, value or reset, by and reason is wanted",
        StatusCodes.Status400BadRequest, desk.Set);
}

/// <summary>Made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LimitRequest))]
internal sealed partial class LimitJson : JsonSerializerContext;
