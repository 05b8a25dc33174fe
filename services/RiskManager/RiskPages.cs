using System.Text.Json;
using Artic.Core.Domain;
using Artic.Hosting;
using Artic.Hosting.Limits;
using Artic.Hosting.Options;

namespace Artic.RiskManager;

/// <summary><c>GET /risk</c>: state, limits and use of each, as JSON. Reads the loop's figures without stopping it.</summary>
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
        json.WriteStartObject();
        json.WriteString("state", loop.Handler.State.State.ToString());
        json.WriteString("reason", loop.Handler.State.Reason.ToString());
        json.WriteNumber("kill_generation", loop.Handler.KillGeneration);
        json.WriteNumber("resumed_generation", loop.Handler.ResumedGeneration);
        json.WriteNumber("approved", loop.Handler.Approvals);
        json.WriteNumber("denied", loop.Handler.Denials);
        json.WriteNumber("open_orders", loop.Gate.OpenOrders);
        json.WriteString("day_pnl", Text(loop.Handler.DayPnl));
        json.WriteStartObject("last_denial");
        json.WriteString("code", loop.Handler.LastDenial.Code.ToString());
        json.WriteNumber("limit", loop.Handler.LastDenial.Limit);
        json.WriteNumber("actual", loop.Handler.LastDenial.Actual);
        json.WriteEndObject();
        json.WriteStartObject("limits");
        LimitRules.Write(json, loop);
        json.WriteEndObject();
        json.WriteStartArray("instruments");
        foreach (InstrumentRisk instrument in loop.Instruments)
        {
            json.WriteStartObject();
            json.WriteString("symbol", instrument.Definition.Symbol);
            json.WriteBoolean("live", instrument.IsLive);
            json.WriteString("position", Text(instrument.Position.Quantity));
            json.WriteString("open_buy_quantity", Text(instrument.OpenBuyQuantity));
            json.WriteString("open_sell_quantity", Text(instrument.OpenSellQuantity));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Text(long value) => FixedPoint.ToText(value, OptionsRules.Scale);
}
