using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Orders;

/// <summary>
/// One order from its approval to its end. Owner: the <see cref="OrderLedger"/>, which uses it again. Thread: the loop's.
/// </summary>
public sealed class OrderState
{
    /// <summary>More than any venue makes of one order; beyond it a saved state is no use.</summary>
    private const int MaxTrades = 1 << 20;

    private long[] _tradeIds = new long[16];
    private int _trades;

    /// <summary>What was approved.</summary>
    public OrderApproved Approved { get; } = new();

    /// <summary>Where it stands.</summary>
    public OrderStatus Status { get; set; }

    /// <summary>The venue's number; 0 until it is known.</summary>
    public ulong VenueOrderId { get; set; }

    /// <summary>Sum of the applied fills.</summary>
    public long FilledQuantity { get; set; }

    /// <summary>What the venue says has been filled, at least.</summary>
    public long VenueFilledQuantity { get; set; }

    /// <summary>The final state that the venue told, held until every fill is there; Unspecified: none.</summary>
    public OrderStatus FinalStatus { get; set; }

    /// <summary>The venue may have filled more of it than is known here: it is being asked.</summary>
    public bool IsUnsettled =>
        Status == OrderStatus.Unknown || FinalStatus != OrderStatus.Unspecified || FilledQuantity < VenueFilledQuantity;

    /// <summary>CLOCK_MONOTONIC of the step that submitted it.</summary>
    public long SubmittedNs { get; set; }

    /// <summary>CLOCK_MONOTONIC after the write of its request; 0 before.</summary>
    public long WrittenNs { get; set; }

    /// <summary>The venue has answered the request, or the window of the request is over.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>A cancel is under way.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Its strategy instance may not act any more: it is cancelled as soon as it can be.</summary>
    public bool IsUnwanted { get; set; }

    /// <summary>When it was last asked for, or cancelled; 0: never.</summary>
    public long LastAskedNs { get; set; }

    /// <summary>The last comparison with the venue's open orders that has found it there; of this process, so not part of the state.</summary>
    public long ComparedIn { get; set; }

    /// <summary>The root of its chain.</summary>
    public long OriginNs { get; set; }

    /// <summary>Takes it into use for another order.</summary>
    public void Begin(OrderApproved approved, long originNs, long nowNs)
    {
        Approved.Reset();
        Approved.MergeFrom(approved);
        Status = OrderStatus.Submitted;
        VenueOrderId = 0;
        FilledQuantity = VenueFilledQuantity = LastAskedNs = WrittenNs = ComparedIn = 0;
        FinalStatus = OrderStatus.Unspecified;
        SubmittedNs = nowNs;
        OriginNs = originNs;
        IsAnswered = CancelRequested = IsUnwanted = false;
        _trades = 0;
    }

    /// <summary>Writes the order.</summary>
    public void Save(StateWriter state)
    {
        state.WriteMessage(Approved);
        state.Write((int)Status);
        state.Write(VenueOrderId);
        state.Write(FilledQuantity);
        state.Write(VenueFilledQuantity);
        state.Write((int)FinalStatus);
        state.Write(SubmittedNs);
        state.Write(WrittenNs);
        state.Write(IsAnswered);
        state.Write(CancelRequested);
        state.Write(IsUnwanted);
        state.Write(LastAskedNs);
        state.Write(OriginNs);
        state.Write(_trades);
        state.WriteAll(_tradeIds.AsSpan(0, _trades));
    }

    /// <summary>Takes the order that another one was.</summary>
    public void Load(StateReader state)
    {
        state.ReadMessage(Approved);
        Status = (OrderStatus)state.ReadInt32();
        VenueOrderId = state.ReadUInt64();
        FilledQuantity = state.ReadInt64();
        VenueFilledQuantity = state.ReadInt64();
        FinalStatus = (OrderStatus)state.ReadInt32();
        SubmittedNs = state.ReadInt64();
        WrittenNs = state.ReadInt64();
        IsAnswered = state.ReadBoolean();
        CancelRequested = state.ReadBoolean();
        IsUnwanted = state.ReadBoolean();
        LastAskedNs = state.ReadInt64();
        OriginNs = state.ReadInt64();
        _trades = state.ReadCount(MaxTrades);
        _tradeIds = _trades > _tradeIds.Length ? new long[_trades] : _tradeIds;
        state.ReadAll(_tradeIds.AsSpan(0, _trades));
    }

    /// <summary>True the first time that this trade is seen.</summary>
    public bool TryAddTrade(long tradeId)
    {
        if (Array.IndexOf(_tradeIds, tradeId, 0, _trades) >= 0)
        {
            return false;
        }

        if (_trades == _tradeIds.Length)
        {
            Array.Resize(ref _tradeIds, _trades * 2);
        }

        _tradeIds[_trades++] = tradeId;
        return true;
    }
}
