using System.Text.Json;
using Artic.Core.Domain;
using Artic.Hosting;
using Artic.Hosting.Limits;
using Artic.Hosting.Options;
using Artic.RiskManager.Breakers;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Pages;

/// <summary>
/// <c>GET /risk</c>: states, limits, use and headroom of each scope, breakers, last denials, as JSON. Reads the loop's figures
/// without stopping it.
/// </summary>
public static class RiskPages
{
    /// <summary>Adds the page.</summary>
    public static void Add(ServiceHost host, RiskLoop loop) =>
        host.Http.Get("/risk", async context =>
        {
            context.Response.ContentType = "application/json";
            using MemoryStream body = new();
            using (Utf8JsonWriter json = new(body))
            {
                Write(json, loop);
            }

            body.WriteByte((byte)'\n');
            await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
        });

    private static void Write(Utf8JsonWriter json, RiskLoop loop)
    {
        RiskBooks books = loop.Gate.Books;
        json.WriteStartObject();
        json.WriteString("state", loop.Handler.State.State.ToString());
        json.WriteString("reason", loop.Handler.State.Reason.ToString());
        json.WriteNumber("kill_generation", loop.Handler.KillGeneration);
        json.WriteNumber("resumed_generation", loop.Handler.ResumedGeneration);
        WriteFlatten(json, loop);
        json.WriteNumber("approved", loop.Handler.Approvals);
        json.WriteNumber("denied", loop.Handler.Denials);
        json.WriteNumber("warnings", loop.Handler.Warnings);
        json.WriteNumber("open_orders", books.Open.Count);
        json.WriteString("day_pnl", Text(loop.Handler.DayPnl));
        json.WriteStartObject("last_denial");
        WriteDenial(json, loop.Handler.LastDenial);
        json.WriteEndObject();
        json.WriteStartObject("limits");
        LimitRules.Write(json, loop, ScopeKind.Account, 0);
        json.WriteEndObject();
        json.WriteStartArray("instruments");
        foreach (InstrumentRisk instrument in books.Instruments)
        {
            json.WriteStartObject();
            json.WriteString("symbol", instrument.Definition.Symbol);
            json.WriteBoolean("live", instrument.IsLive);
            json.WriteString("position", FixedPoint.ToText(instrument.Position.Quantity, instrument.QuantityScale));
            json.WriteString("open_buy_quantity", FixedPoint.ToText(instrument.OpenBuyQuantity, instrument.QuantityScale));
            json.WriteString("open_sell_quantity", FixedPoint.ToText(instrument.OpenSellQuantity, instrument.QuantityScale));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("breakers");
        foreach (CircuitBreaker breaker in books.Breakers.All)
        {
            json.WriteStartObject();
            json.WriteString("cause", breaker.Cause.ToString());
            json.WriteString("state", breaker.State.ToString());
            json.WriteNumber("threshold", breaker.Threshold);
            json.WriteNumber("actual", breaker.Actual);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("last_denials");
        foreach (OrderDenied denied in loop.Handler.LastDenials.NewestFirst())
        {
            json.WriteStartObject();
            json.WriteNumber("instance", denied.InstanceId);
            json.WriteNumber("instrument", denied.InstrumentId);
            json.WriteString("side", denied.Side.ToString());
            WriteDenial(json, denied);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteScopes(json, loop);
        json.WriteEndObject();
    }

    private static void WriteFlatten(Utf8JsonWriter json, RiskLoop loop)
    {
        FlattenEnded last = loop.Handler.Flattener.LastEnded;
        json.WriteStartObject("flatten");
        json.WriteNumber("under_way", loop.Handler.Flattener.Count);
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

    private static void WriteDenial(Utf8JsonWriter json, OrderDenied denied)
    {
        json.WriteString("code", denied.Code.ToString());
        json.WriteNumber("limit", denied.Limit);
        json.WriteNumber("actual", denied.Actual);
        json.WriteString("name", denied.Name.ToString());
        json.WriteString("scope", denied.Scope.ToString());
        json.WriteNumber("scope_id", denied.ScopeId);
    }

    private static void WriteScopes(Utf8JsonWriter json, RiskLoop loop)
    {
        RiskBooks books = loop.Gate.Books;
        json.WriteStartArray("scopes");
        foreach (Scope scope in books.Scopes.All)
        {
            json.WriteStartObject();
            json.WriteString("scope", scope.Name);
            json.WriteString("state", scope.State.ToString());
            json.WriteBoolean("killed", scope.IsKilled);
            json.WriteBoolean("restricted", scope.IsRestricted);
            json.WriteStartObject("limits");
            LimitRules.Write(json, loop, scope.Kind, scope.Id);
            json.WriteEndObject();
            json.WriteStartArray("use");
            bool isWhole = scope.Kind is not (ScopeKind.Strategy or ScopeKind.Instrument);
            LossBook losses = scope.Losses;
            Use(json, scope, LimitName.MaxOpenOrders, scope.OpenOrders);
            Use(json, scope, LimitName.MaxDailyLoss, isWhole ? -loop.Handler.DayPnl : losses.DayLoss);
            Use(json, scope, LimitName.MaxRollingLoss, losses.RollingLoss);
            Use(json, scope, LimitName.MaxDrawdown, losses.Drawdown);
            if (isWhole)
            {
                ExposureBook exposure = books.Exposure;
                Use(json, scope, LimitName.MaxGrossExposure, Money.FromRaw(exposure.Gross));
                Use(json, scope, LimitName.MaxNetExposure, Money.FromRaw(Int128.Max(exposure.NetLong, exposure.NetShort)));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>How much of a limit is used, and what is left of it; nothing where it is not set.</summary>
    private static void Use(Utf8JsonWriter json, Scope scope, LimitName name, long used)
    {
        long limit = scope.Limits[name];
        if (limit == LimitSet.None)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", LimitRules.RuleOf(name).Name);
        json.WriteString("limit", LimitRules.Text(name, limit));
        json.WriteString("used", LimitRules.Text(name, used));
        json.WriteString("headroom", LimitRules.Text(name, limit - Math.Max(-Money.Most / 2, used)));
        json.WriteEndObject();
    }

    private static string Text(long value) => FixedPoint.ToText(value, OptionsRules.Scale);
}
