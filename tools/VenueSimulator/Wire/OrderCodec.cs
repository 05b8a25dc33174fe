using System.Text.Json;
using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Wire;

/// <summary>
/// Encodes orders, trades and the account as REST and the WebSocket API carry them. Source: binance-spot-api-docs
/// rest-api.md @ a5e0bc3ddc0f. Thread: any, as long as the state stands still.
/// </summary>
public static class OrderCodec
{
    /// <summary>The reply to a new order: <paramref name="responseType"/> ACK, RESULT or FULL.</summary>
    public static void WritePlaced(Utf8JsonWriter writer, string symbol, AccountOrder order, string responseType)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", symbol);
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteNumber("orderListId", -1);
        writer.WriteString("clientOrderId", order.ClientOrderId);
        writer.WriteNumber("transactTime", order.CreatedMs);
        if (responseType != "ACK")
        {
            WriteState(writer, order);
            writer.WriteNumber("workingTime", order.CreatedMs);
            writer.WriteString("selfTradePreventionMode", "NONE");
        }

        if (responseType == "FULL")
        {
            writer.WriteStartArray("fills");
            foreach (AccountTrade trade in order.Trades)
            {
                writer.WriteStartObject();
                JsonDecimal.Write(writer, "price", trade.PriceE8);
                JsonDecimal.Write(writer, "qty", trade.QuantityE8);
                JsonDecimal.Write(writer, "commission", trade.CommissionE8);
                writer.WriteString("commissionAsset", trade.CommissionAsset);
                writer.WriteNumber("tradeId", trade.TradeId);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>The reply to a cancel.</summary>
    public static void WriteCanceled(
        Utf8JsonWriter writer, string symbol, AccountOrder order, string cancelClientOrderId)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", symbol);
        writer.WriteString("origClientOrderId", order.ClientOrderId);
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteNumber("orderListId", -1);
        writer.WriteString("clientOrderId", cancelClientOrderId);
        writer.WriteNumber("transactTime", order.UpdatedMs);
        WriteState(writer, order);
        writer.WriteString("selfTradePreventionMode", "NONE");
        writer.WriteEndObject();
    }

    /// <summary>An order as a query gives it.</summary>
    public static void WriteStatus(Utf8JsonWriter writer, string symbol, AccountOrder order)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", symbol);
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteNumber("orderListId", -1);
        writer.WriteString("clientOrderId", order.ClientOrderId);
        WriteState(writer, order);
        JsonDecimal.Write(writer, "stopPrice", 0);
        JsonDecimal.Write(writer, "icebergQty", 0);
        writer.WriteNumber("time", order.CreatedMs);
        writer.WriteNumber("updateTime", order.UpdatedMs);
        writer.WriteBoolean("isWorking", true);
        writer.WriteNumber("workingTime", order.CreatedMs);
        writer.WriteString("selfTradePreventionMode", "NONE");
        writer.WriteEndObject();
    }

    /// <summary>One element of myTrades.</summary>
    public static void WriteTrade(Utf8JsonWriter writer, string symbol, AccountTrade trade)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", symbol);
        writer.WriteNumber("id", trade.TradeId);
        writer.WriteNumber("orderId", trade.OrderId);
        writer.WriteNumber("orderListId", -1);
        JsonDecimal.Write(writer, "price", trade.PriceE8);
        JsonDecimal.Write(writer, "qty", trade.QuantityE8);
        JsonDecimal.Write(writer, "quoteQty", trade.QuoteE8);
        JsonDecimal.Write(writer, "commission", trade.CommissionE8);
        writer.WriteString("commissionAsset", trade.CommissionAsset);
        writer.WriteNumber("time", trade.TimeMs);
        writer.WriteBoolean("isBuyer", trade.Side == Side.Buy);
        writer.WriteBoolean("isMaker", trade.IsMaker);
        writer.WriteBoolean("isBestMatch", true);
        writer.WriteEndObject();
    }

    /// <summary>The account's state, with all balances or only those that are not zero.</summary>
    public static void WriteAccount(Utf8JsonWriter writer, AccountBook account, long updateMs, bool omitZeroBalances)
    {
        writer.WriteStartObject();
        writer.WriteNumber("makerCommission", account.Fees.MakerRateE8 / 10_000);
        writer.WriteNumber("takerCommission", account.Fees.TakerRateE8 / 10_000);
        writer.WriteNumber("buyerCommission", 0);
        writer.WriteNumber("sellerCommission", 0);
        writer.WriteStartObject("commissionRates");
        JsonDecimal.Write(writer, "maker", account.Fees.MakerRateE8);
        JsonDecimal.Write(writer, "taker", account.Fees.TakerRateE8);
        JsonDecimal.Write(writer, "buyer", 0);
        JsonDecimal.Write(writer, "seller", 0);
        writer.WriteEndObject();
        writer.WriteBoolean("canTrade", true);
        writer.WriteBoolean("canWithdraw", false);
        writer.WriteBoolean("canDeposit", false);
        writer.WriteBoolean("brokered", false);
        writer.WriteBoolean("requireSelfTradePrevention", false);
        writer.WriteBoolean("preventSor", false);
        writer.WriteNumber("updateTime", updateMs);
        writer.WriteString("accountType", "SPOT");
        writer.WriteStartArray("balances");
        foreach (Balance balance in account.Balances)
        {
            if (!omitZeroBalances || balance.FreeE8 != 0 || balance.LockedE8 != 0)
            {
                writer.WriteStartObject();
                writer.WriteString("asset", balance.Asset);
                JsonDecimal.Write(writer, "free", balance.FreeE8);
                JsonDecimal.Write(writer, "locked", balance.LockedE8);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("permissions");
        writer.WriteStringValue("SPOT");
        writer.WriteEndArray();
        writer.WriteNumber("uid", 1);
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, AccountOrder order)
    {
        JsonDecimal.Write(writer, "price", order.PriceE8);
        JsonDecimal.Write(writer, "origQty", order.QuantityE8);
        JsonDecimal.Write(writer, "executedQty", order.ExecutedE8);
        JsonDecimal.Write(writer, "origQuoteOrderQty", 0);
        JsonDecimal.Write(writer, "cummulativeQuoteQty", order.ExecutedQuoteE8);
        writer.WriteString("status", WireNames.Text(order.Status));
        writer.WriteString("timeInForce", WireNames.Text(order.TimeInForce));
        writer.WriteString("type", WireNames.Text(order.Type));
        writer.WriteString("side", WireNames.Text(order.Side));
    }
}
