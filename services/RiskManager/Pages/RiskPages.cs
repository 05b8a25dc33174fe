using System.Text.Json;
using Artic.Core.Domain;
using Artic.Core.Time;
using Artic.Hosting;
using Artic.Hosting.Limits;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.RiskManager.Breakers;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Pages;

/// <summary>
/// <c>GET /risk</c>: states, limits, use and headroom of each scope, modes of strategy instances, breakers, last denials, as JSON. Reads the loop's figures
/// without stopping it.
/// </summary>
public static class RiskPages
{
    private const int BpsOfWhole = 10_000;

    /// <summary>Adds the page.</summary>
    public static void Add(ServiceHost host, RiskLoop loop) =>
        host.Http.Get("/risk", async context =>
        {
            context.Response.ContentType = "application/json";
            using MemoryStream body = new();
            using (Utf8JsonWriter json = new(body))
            {
                Write(json, host, loop);
            }

            body.WriteByte((byte)'\n');
            await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
        });

    private static void Write(Utf8JsonWriter json, ServiceHost host, RiskLoop loop)
    {
        RiskBooks books = loop.Gate.Books;
        RiskHandler handler = loop.Handler;
        json.WriteStartObject();
        json.WriteString("run", host.Paths.RunId);
        json.WriteString("account", host.Options.Account);
        json.WriteNumber("utc_ns", Clock.UtcNs());
        json.WriteString("state", handler.State.State.ToString());
        json.WriteString("reason", handler.State.Reason.ToString());
        json.WriteBoolean("killed", handler.KillGeneration > handler.ResumedGeneration);
        json.WriteNumber("kill_generation", handler.KillGeneration);
        json.WriteNumber("resumed_generation", handler.ResumedGeneration);
        WriteFlatten(json, handler);
        json.WriteNumber("approved", handler.Approvals);
        json.WriteNumber("denied", handler.Denials);
        json.WriteNumber("overridden", handler.Overrides.Approvals);
        json.WriteNumber("warnings", handler.Warnings);
        json.WriteNumber("open_orders", books.Open.Count);
        json.WriteString("day_pnl", Text(handler.DayPnl));
        json.WriteNumber("venue_clock_offset_ms", books.Surroundings.ClockOffsetMs);
        json.WriteNumber("archive_lag_bytes", books.Surroundings.ArchiveLagBytes);
        json.WriteStartObject("last_denial");
        WriteDenial(json, books, handler.LastDenial);
        json.WriteEndObject();
        json.WriteStartObject("limits");
        LimitRules.Write(json, loop, ScopeKind.Account, 0);
        json.WriteEndObject();
        WriteInstruments(json, books);
        WriteBreakers(json, books);
        json.WriteStartArray("last_denials");
        foreach ((long sequence, long utcNs, OrderDenied denied) in handler.LastDenials.NewestFirst())
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", sequence);
            json.WriteNumber("utc_ns", utcNs);
            json.WriteNumber("instance", denied.InstanceId);
            json.WriteNumber("instrument", denied.InstrumentId);
            InstrumentRisk? instrument = books.Find(denied.InstrumentId);
            json.WriteString("symbol", instrument?.Definition.Symbol ?? "");
            json.WriteString("side", denied.Side.ToString());
            json.WriteString("quantity", DenialText.Decimal(denied.Quantity, instrument?.QuantityScale ?? OptionsRules.Scale));
            json.WriteString("price", DenialText.Decimal(denied.Price, instrument?.PriceScale ?? OptionsRules.Scale));
            WriteDenial(json, books, denied);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteScopes(json, loop);
        json.WriteEndObject();
    }

    private static void WriteFlatten(Utf8JsonWriter json, RiskHandler handler)
    {
        FlattenEnded last = handler.Flattener.LastEnded;
        json.WriteStartObject("flatten");
        json.WriteNumber("under_way", handler.Flattener.Count);
        json.WriteNumber("last_kill_generation", last.KillGeneration);
        json.WriteString("last_outcome", last.Outcome.ToString());
        json.WriteStartArray("left");
        for (int i = 0; i < last.InstrumentIds.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("instrument", last.InstrumentIds[i]);
            json.WriteString("quantity", Text(last.Quantities[i]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInstruments(Utf8JsonWriter json, RiskBooks books)
    {
        json.WriteStartArray("instruments");
        foreach (InstrumentRisk instrument in books.Instruments)
        {
            json.WriteStartObject();
            json.WriteString("symbol", instrument.Definition.Symbol);
            json.WriteBoolean("live", instrument.IsLive);
            json.WriteString("mark", FixedPoint.ToText(instrument.Mark, instrument.PriceScale));
            json.WriteString("position", FixedPoint.ToText(instrument.Position.Quantity, instrument.QuantityScale));
            json.WriteString("open_buy_quantity", FixedPoint.ToText(instrument.OpenBuyQuantity, instrument.QuantityScale));
            json.WriteString("open_sell_quantity", FixedPoint.ToText(instrument.OpenSellQuantity, instrument.QuantityScale));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBreakers(Utf8JsonWriter json, RiskBooks books)
    {
        json.WriteStartArray("breakers");
        foreach (CircuitBreaker breaker in books.Breakers.All)
        {
            json.WriteStartObject();
            json.WriteString("cause", breaker.Cause.ToString());
            json.WriteString("state", breaker.State.ToString());
            json.WriteNumber("threshold", breaker.Threshold);
            json.WriteNumber("actual", breaker.Actual);
            json.WriteNumber("back_off_ms", breaker.BackOffNs / 1_000_000);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDenial(Utf8JsonWriter json, RiskBooks books, OrderDenied denied)
    {
        json.WriteString("code", DenialNames.Of(denied.Code));
        json.WriteString("words", DenialNames.Words(denied.Code));
        json.WriteNumber("limit", denied.Limit);
        json.WriteNumber("actual", denied.Actual);
        json.WriteString("limit_text", DenialText.Of(denied.Name, denied.Limit));
        json.WriteString("actual_text", DenialText.Of(denied.Name, denied.Actual));
        json.WriteString("name", denied.Name == LimitName.Unspecified ? "" : LimitRules.RuleOf(denied.Name).Name);
        json.WriteString("scope", DenialText.Target(books, denied.Scope, denied.ScopeId));
        json.WriteNumber("override_sequence", denied.OverrideSequence);
    }

    private static void WriteScopes(Utf8JsonWriter json, RiskLoop loop)
    {
        RiskBooks books = loop.Gate.Books;
        ScopeUse use = new(books, loop.Handler.DayPnl, Clock.MonotonicNs());
        json.WriteStartArray("scopes");
        foreach (Scope scope in books.Scopes.All)
        {
            StrategyRisk? strategy = scope.Kind == ScopeKind.Strategy ? books.FindStrategy(scope.Id) : null;
            json.WriteStartObject();
            json.WriteString("scope", scope.Name);
            json.WriteString("state", scope.State.ToString());
            json.WriteBoolean("killed", scope.IsKilled);
            json.WriteBoolean("restricted", scope.IsRestricted);
            json.WriteBoolean("disabled", strategy?.IsDisabled ?? false);
            if (strategy != null)
            {
                // The bridge's last word, by which its intents are denied; nothing and 0 before the first.
                json.WriteString("mode", StrategyRules.NameOf(strategy.Mode));
                json.WriteNumber("generation", strategy.Generation);
            }

            json.WriteStartObject("limits");
            LimitRules.Write(json, loop, scope.Kind, scope.Id);
            json.WriteEndObject();
            json.WriteStartArray("use");
            foreach (LimitRule rule in LimitRules.All)
            {
                WriteUse(json, loop, scope, rule, use);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A limit of a scope, how much of it is used, what is left, and who has set it; nothing where it is not set.</summary>
    private static void WriteUse(Utf8JsonWriter json, RiskLoop loop, Scope scope, LimitRule rule, ScopeUse use)
    {
        long limit = scope.Limits[rule.Limit];
        if (limit == LimitSet.None)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", rule.Name);
        json.WriteString("limit", LimitRules.Text(rule.Limit, limit));
        if (use.Of(scope, rule.Limit) is { } used)
        {
            json.WriteString("used", LimitRules.Text(rule.Limit, used));
            json.WriteString("headroom", LimitRules.Text(rule.Limit, limit - Math.Max(-Money.Most / 2, used)));
            json.WriteNumber("use_bps", (long)Int128.Min((Int128)Math.Max(0, used) * BpsOfWhole / Math.Max(1, limit), int.MaxValue));
        }

        if (rule.Warns)
        {
            json.WriteString("warning", LimitRules.Text(rule.Limit, scope.Limits.WarningOf(rule.Limit)));
            json.WriteBoolean("warned", (scope.Warned & (1UL << (int)rule.Limit)) != 0);
        }

        long configured = scope.Limits.Configured(rule.Limit);
        if (configured != limit)
        {
            (string by, string reason) = loop.WhoSet(scope.Name, rule.Limit);
            json.WriteString("configured", configured == LimitSet.None ? "none" : LimitRules.Text(rule.Limit, configured));
            json.WriteBoolean("loosened", rule.IsLooser(configured, limit));
            json.WriteString("by", by);
            json.WriteString("because", reason);
        }

        json.WriteEndObject();
    }

    private static string Text(long value) => FixedPoint.ToText(value, OptionsRules.Scale);
}
