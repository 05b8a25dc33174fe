namespace Artic.Cli.Traces;

/// <summary>
/// Hands traces over to a collector in documents of a few orders, in their order, and counts what it leaves out: a document that the
/// collector cannot take is cut in halves, down to the one order that it refuses. Keeps no more than it is given. Thread: one.
/// </summary>
/// <param name="document">Writes them.</param>
/// <param name="collector">Gets them.</param>
public sealed class TraceSender(OtlpDocument document, OtlpCollector collector)
{
    /// <summary>Orders that are handed over in one document at the most: about 400 KB.</summary>
    public const int OrdersADocument = 100;

    private readonly List<OrderTrace> _waiting = [];
    private int _most = OrdersADocument;
    private int _next = OrdersADocument;

    /// <summary>Traces that the collector has.</summary>
    public long Taken { get; private set; }

    /// <summary>Traces that it refused for good.</summary>
    public long Refused { get; private set; }

    /// <summary>Spans that it rejected of traces that it has.</summary>
    public long RejectedSpans { get; private set; }

    /// <summary>What it said of the last that it refused or rejected; empty: nothing.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Traces that were given and that the collector has neither taken nor refused.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>As many wait as go into a document.</summary>
    public bool IsFull => _waiting.Count >= OrdersADocument;

    /// <summary>Takes one more; sends nothing.</summary>
    public void Add(OrderTrace trace) => _waiting.Add(trace);

    /// <summary>Sends what waits; gives the answer after which the rest still waits, or null where nothing does. Blocks.</summary>
    public OtlpAnswer? Flush()
    {
        while (_waiting.Count > 0)
        {
            int orders = Math.Min(Math.Min(_next, _most), _waiting.Count);
            OtlpAnswer answer = collector.Send(document.Write(_waiting.GetRange(0, orders)));
            switch (answer.Verdict)
            {
                case OtlpVerdict.Away:
                    return answer;
                case OtlpVerdict.TooLarge when orders > 1:
                    _most = orders / 2;
                    break;
                case OtlpVerdict.Refused when orders > 1:
                    _next = orders / 2;
                    break;
                case OtlpVerdict.TooLarge or OtlpVerdict.Refused:
                    Refused++;
                    Fault = answer.Words;
                    Pass(orders);
                    break;
                default:
                    Taken += orders;
                    RejectedSpans += answer.RejectedSpans;
                    Fault = answer.RejectedSpans > 0 ? answer.Words : Fault;
                    Pass(orders);
                    break;
            }
        }

        return null;
    }

    private void Pass(int orders)
    {
        _waiting.RemoveRange(0, orders);
        _next = Math.Min(_next * 2, OrdersADocument);
    }
}
