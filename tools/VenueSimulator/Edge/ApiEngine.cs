using System.Buffers;
using System.Text.Json;
using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// Answers requests from the venue's state, for REST and the WebSocket API alike. Thread: the engine's only.
/// </summary>
public sealed class ApiEngine(
    VenueMarkets markets,
    OrderEngine orders,
    OrderLedger ledger,
    AccountBook account,
    RequestSecurity security,
    EventLog log,
    VenueCounters counters,
    int? weightPerMinute)
{
    private const long DayMs = 86_400_000;

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly WeightCounter _weight = new();
    private readonly string _symbol = markets.Traded.Instrument.Symbol;
    private long _cancelId;

    /// <summary>Handles one request at <paramref name="utcNs"/>.</summary>
    public ApiReply Handle(ApiRequest request, long utcNs)
    {
        _weight.Add(request, utcNs);
        _buffer.ResetWrittenCount();
        using Utf8JsonWriter writer = new(_buffer);
        VenueError? error = Refuse(request, utcNs) ?? Answer(request, writer, utcNs / 1_000_000);
        if (error is not null)
        {
            NoteRefusal(request, error, utcNs);
            return new ApiReply([], error, _weight.Used);
        }

        writer.Flush();
        return new ApiReply(_buffer.WrittenSpan.ToArray(), null, _weight.Used);
    }

    private VenueError? Refuse(ApiRequest request, long utcNs) =>
        weightPerMinute is { } limit && _weight.Used > limit ? VenueError.TooMuchWeight(limit) : RefuseUnsigned(request, utcNs);

    private VenueError? RefuseUnsigned(ApiRequest request, long utcNs) => request.Method switch
    {
        ApiMethod.Unknown => VenueError.Unsupported,
        ApiMethod.Ping or ApiMethod.Time or ApiMethod.Depth or ApiMethod.ExchangeInfo
            or ApiMethod.UserDataUnsubscribe => null,
        _ => security.Check(request, utcNs),
    };

    private void NoteRefusal(ApiRequest request, VenueError error, long utcNs)
    {
        if (request.Method == ApiMethod.OrderPlace)
        {
            counters.OrdersRefused++;
            log.WriteRefused(utcNs, "order_refused", request.Parameters.Optional("newClientOrderId"), null, error);
        }
        else if (request.Method is ApiMethod.OrderCancel or ApiMethod.OpenOrdersCancelAll)
        {
            counters.CancelsRefused++;
            long? orderId = long.TryParse(request.Parameters.Optional("orderId"), out long id) ? id : null;
            log.WriteRefused(utcNs, "cancel_refused", request.Parameters.Optional("origClientOrderId"), orderId, error);
        }
    }

    private VenueError? Answer(ApiRequest request, Utf8JsonWriter writer, long nowMs) => request.Method switch
    {
        ApiMethod.Ping or ApiMethod.UserDataSubscribe or ApiMethod.UserDataUnsubscribe =>
            WriteEmpty(request.Parameters, writer),
        ApiMethod.Time => WriteTime(request.Parameters, writer, nowMs),
        ApiMethod.Depth => WriteDepth(request.Parameters, writer),
        ApiMethod.ExchangeInfo => WriteExchangeInfo(request.Parameters, writer, nowMs),
        ApiMethod.OrderPlace => PlaceOrder(request.Parameters, writer, testOnly: false),
        ApiMethod.OrderTest => PlaceOrder(request.Parameters, writer, testOnly: true),
        ApiMethod.OrderCancel => CancelOrder(request.Parameters, writer),
        ApiMethod.OrderStatus => WriteOrderStatus(request.Parameters, writer),
        ApiMethod.OpenOrdersStatus => WriteOpenOrders(request.Parameters, writer),
        ApiMethod.OpenOrdersCancelAll => CancelAll(request.Parameters, writer),
        ApiMethod.AccountStatus => WriteAccount(request.Parameters, writer, nowMs),
        _ => WriteTrades(request.Parameters, writer),
    };

    private static VenueError? WriteEmpty(ApiParameters parameters, Utf8JsonWriter writer)
    {
        parameters.Optional("subscriptionId");
        writer.WriteStartObject();
        writer.WriteEndObject();
        return parameters.Finish();
    }

    private static VenueError? WriteTime(ApiParameters parameters, Utf8JsonWriter writer, long nowMs)
    {
        writer.WriteStartObject();
        writer.WriteNumber("serverTime", nowMs);
        writer.WriteEndObject();
        return parameters.Finish();
    }

    private VenueError? WriteExchangeInfo(ApiParameters parameters, Utf8JsonWriter writer, long nowMs)
    {
        string? symbol = parameters.Optional("symbol");
        string? symbols = parameters.Optional("symbols");
        if (parameters.Finish() is { } error)
        {
            return error;
        }

        // All where none is named; else those named, of which each must be there.
        string[] names = symbols?.Trim('[', ']').Split(',').Select(name => name.Trim('"')).ToArray() ?? (symbol is null ? [] : [symbol]);
        if (Array.Exists(names, name => Find(name) is null))
        {
            return VenueError.InvalidSymbol;
        }

        IEnumerable<Instrument> asked = names.Length > 0
            ? names.Select(name => Find(name)!.Instrument)
            : Enumerable.Range(0, markets.Count).Select(number => markets[number].Instrument);
        ExchangeInfoCodec.Write(writer, asked, nowMs);
        return null;
    }

    private VenueError? WriteDepth(ApiParameters parameters, Utf8JsonWriter writer)
    {
        IOrderFlow? flow = Find(parameters.Required("symbol"));
        if (flow is null)
        {
            parameters.Fail(VenueError.InvalidSymbol);
        }

        long limit = parameters.OptionalInteger("limit") ?? 100;
        if (parameters.Finish() is { } error)
        {
            return error;
        }

        if (!flow!.HasBook)
        {
            return VenueError.Disconnected;
        }

        DepthSnapshot depth = flow.Depth((int)Math.Clamp(limit, 1, 5_000));
        writer.WriteStartObject();
        writer.WriteNumber("lastUpdateId", depth.LastUpdateId);
        MarketDataCodec.WriteLevels(writer, "bids", depth.Bids);
        MarketDataCodec.WriteLevels(writer, "asks", depth.Asks);
        writer.WriteEndObject();
        return null;
    }

    private VenueError? PlaceOrder(ApiParameters parameters, Utf8JsonWriter writer, bool testOnly)
    {
        ReadSymbol(parameters);
        NewOrder order = NewOrderReader.Read(parameters, out string responseType);
        if (testOnly)
        {
            parameters.Optional("computeCommissionRates");
        }

        if (parameters.Finish() is { } violation)
        {
            return violation;
        }

        if (!markets.Traded.HasBook)
        {
            return VenueError.MarketClosed;
        }

        if (testOnly)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            return orders.Check(order);
        }

        VenueError? error = orders.Place(order, out AccountOrder? accepted);
        if (accepted is not null)
        {
            OrderCodec.WritePlaced(writer, _symbol, accepted, responseType);
        }

        return error;
    }

    private VenueError? CancelOrder(ApiParameters parameters, Utf8JsonWriter writer)
    {
        (long? orderId, string? clientOrderId) = ReadOrderName(parameters);
        string? cancelId = parameters.OptionalClientOrderId("newClientOrderId");
        string? restrictions = parameters.Optional("cancelRestrictions");
        if (restrictions is not (null or "ONLY_NEW" or "ONLY_PARTIALLY_FILLED"))
        {
            parameters.Fail(VenueError.InvalidParameter("cancelRestrictions"));
        }

        if (parameters.Finish() is { } error)
        {
            return error;
        }

        if (ledger.Find(orderId, clientOrderId) is not { IsOpen: true } order)
        {
            return VenueError.CancelUnknown;
        }

        if ((restrictions == "ONLY_NEW" && order.Status != OrderStatus.New)
            || (restrictions == "ONLY_PARTIALLY_FILLED" && order.Status != OrderStatus.PartiallyFilled))
        {
            return VenueError.CancelRestricted;
        }

        CancelInto(writer, order, cancelId);
        return null;
    }

    private VenueError? CancelAll(ApiParameters parameters, Utf8JsonWriter writer)
    {
        ReadSymbol(parameters);
        if (parameters.Finish() is { } error)
        {
            return error;
        }

        if (ledger.Open.Count == 0)
        {
            return VenueError.CancelUnknown;
        }

        writer.WriteStartArray();
        foreach (AccountOrder order in ledger.Open.ToArray())
        {
            CancelInto(writer, order, null);
        }

        writer.WriteEndArray();
        return null;
    }

    private void CancelInto(Utf8JsonWriter writer, AccountOrder order, string? cancelId)
    {
        string name = cancelId ?? $"artic-cancel-{++_cancelId}";
        orders.Cancel(order, name);
        OrderCodec.WriteCanceled(writer, _symbol, order, name);
    }

    private VenueError? WriteOrderStatus(ApiParameters parameters, Utf8JsonWriter writer)
    {
        (long? orderId, string? clientOrderId) = ReadOrderName(parameters);
        if (parameters.Finish() is { } error)
        {
            return error;
        }

        if (ledger.Find(orderId, clientOrderId) is not { } order)
        {
            return VenueError.NoSuchOrder;
        }

        OrderCodec.WriteStatus(writer, _symbol, order);
        return null;
    }

    private VenueError? WriteOpenOrders(ApiParameters parameters, Utf8JsonWriter writer)
    {
        string? symbol = parameters.Optional("symbol");
        if (parameters.Finish() is { } error)
        {
            return error;
        }

        if (symbol is not null && markets.NumberOf(symbol) < 0)
        {
            return VenueError.InvalidSymbol;
        }

        // The account has orders in the traded market alone.
        writer.WriteStartArray();
        foreach (AccountOrder order in symbol is null || symbol == _symbol ? ledger.Open : [])
        {
            OrderCodec.WriteStatus(writer, _symbol, order);
        }

        writer.WriteEndArray();
        return null;
    }

    private VenueError? WriteAccount(ApiParameters parameters, Utf8JsonWriter writer, long nowMs)
    {
        bool omitZeroBalances = parameters.Optional("omitZeroBalances") == "true";
        if (parameters.Finish() is { } error)
        {
            return error;
        }

        OrderCodec.WriteAccount(writer, account, nowMs, omitZeroBalances);
        return null;
    }

    private VenueError? WriteTrades(ApiParameters parameters, Utf8JsonWriter writer)
    {
        ReadSymbol(parameters);
        long? orderId = parameters.OptionalInteger("orderId");
        long? fromId = parameters.OptionalInteger("fromId");
        long? startMs = parameters.OptionalInteger("startTime");
        long? endMs = parameters.OptionalInteger("endTime");
        int limit = (int)Math.Clamp(parameters.OptionalInteger("limit") ?? 500, 1, 1_000);
        if (parameters.Finish() is { } error)
        {
            return error;
        }

        if (startMs is { } start && endMs is { } end && (end < start || end - start > DayMs))
        {
            return VenueError.LookupTooLong;
        }

        // Without a start, the last ones; with one, the first ones from there. Always oldest first.
        List<AccountTrade> found = ledger.Trades
            .Where(t => (orderId is null || t.OrderId == orderId) && (fromId is null || t.TradeId >= fromId)
                && (startMs is null || t.TimeMs >= startMs) && (endMs is null || t.TimeMs <= endMs))
            .ToList();
        bool fromStart = fromId is not null || startMs is not null;
        writer.WriteStartArray();
        foreach (AccountTrade trade in fromStart ? found.Take(limit) : found.Skip(Math.Max(0, found.Count - limit)))
        {
            OrderCodec.WriteTrade(writer, _symbol, trade);
        }

        writer.WriteEndArray();
        return null;
    }

    /// <summary>A market by its symbol, which is upper case; null where there is none.</summary>
    private IOrderFlow? Find(string symbol) =>
        markets.NumberOf(symbol) is >= 0 and int number && markets[number].Instrument.Symbol == symbol ? markets[number] : null;

    private void ReadSymbol(ApiParameters parameters)
    {
        string symbol = parameters.Required("symbol");
        if (symbol != _symbol)
        {
            parameters.Fail(VenueError.InvalidSymbol);
        }
    }

    private (long? OrderId, string? ClientOrderId) ReadOrderName(ApiParameters parameters)
    {
        ReadSymbol(parameters);
        long? orderId = parameters.OptionalInteger("orderId");
        string? clientOrderId = parameters.Optional("origClientOrderId");
        if (orderId is null && clientOrderId is null)
        {
            parameters.Fail(VenueError.Missing("orderId"));
        }

        return (orderId, clientOrderId);
    }
}
