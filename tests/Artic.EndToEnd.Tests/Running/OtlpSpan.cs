using System.Globalization;
using System.Text.Json;
using Artic.Core.Time;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A span as a collector got it.</summary>
internal sealed record OtlpSpan(
    string Run, string Service, string Trace, string Id, string Parent, string Name, long BeginNs, long EndNs,
    IReadOnlyDictionary<string, string> About)
{
    /// <summary>When it was read: not before it came. UTC, nanoseconds.</summary>
    public long ReadAtUtcNs { get; } = Clock.UtcNs();

    /// <summary>How long it took.</summary>
    public long DurationNs => EndNs - BeginNs;

    /// <summary>Reads one, as strictly as the mapping to JSON wants it: numbers of traces in hexadecimal, times as strings.</summary>
    public static OtlpSpan Read(JsonElement span, string service, string run)
    {
        string trace = span.GetProperty("traceId").GetString()!;
        string id = span.GetProperty("spanId").GetString()!;
        Assert.Matches("^[0-9a-f]{32}$", trace);
        Assert.Matches("^[0-9a-f]{16}$", id);
        return new OtlpSpan(
            run, service, trace, id, span.TryGetProperty("parentSpanId", out JsonElement parent) ? parent.GetString()! : "",
            span.GetProperty("name").GetString()!, Time(span, "startTimeUnixNano"), Time(span, "endTimeUnixNano"), Attributes(span));
    }

    /// <summary>The attributes of a span or resource.</summary>
    public static Dictionary<string, string> Attributes(JsonElement of) => of.TryGetProperty("attributes", out JsonElement attributes)
        ? attributes.EnumerateArray().ToDictionary(
            each => each.GetProperty("key").GetString()!, each => each.GetProperty("value").EnumerateObject().Single().Value.GetString()!)
        : [];

    private static long Time(JsonElement span, string name) =>
        long.Parse(span.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
