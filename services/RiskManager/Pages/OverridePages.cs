using System.Text.Json.Serialization;
using Artic.Hosting;
using Artic.Hosting.Http;
using Artic.Hosting.Publishing;
using Microsoft.AspNetCore.Http;

namespace Artic.RiskManager.Pages;

/// <summary>
/// <c>POST /override</c>: a named person has a denied order decided again; answered as by ZeroMQ, 200 where it was approved, 409
/// where it was denied or may not be overridden.
/// </summary>
public static class OverridePages
{
    /// <summary>Adds it.</summary>
    public static void Add(ServiceHost host, OverrideAction desk) => CommandPage.Add(
        host, "/override", "override_requests_total", OverrideJson.Default.OverrideRequest, "a JSON object with denial, by and reason is wanted",
        StatusCodes.Status409Conflict, (string proved, OverrideRequest request, out bool isApproved) =>
            desk(proved, request.Denial, request.By, request.Reason, out isApproved));
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
