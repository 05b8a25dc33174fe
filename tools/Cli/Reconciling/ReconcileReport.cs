using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Cli.Risk;
using Artic.V1;

namespace Artic.Cli.Reconciling;

/// <summary>What <c>artic reconcile</c> has found. Thread: one.</summary>
/// <param name="run">The run's folder.</param>
/// <param name="request">The number that comparisons bear, UTC nanoseconds of the asking.</param>
/// <param name="instruments">What is compared.</param>
public sealed class ReconcileReport(string run, long request, IReadOnlyList<ComparedInstrument> instruments)
{
    private const decimal Scale = 100_000_000m;

    /// <summary>What is compared.</summary>
    public IReadOnlyList<ComparedInstrument> Instruments => instruments;

    /// <summary>Nothing more is waited for.</summary>
    public bool IsWhole => instruments.All(each => each is { HasBalances: true, HasOrders: true });

    /// <summary>0: all agrees; 3: a break, or the venue would not say; 1: something was not compared in time.</summary>
    public int ExitCode => Verdicts.Any(each => each is Verdict.Break or Verdict.Refused) ? 3
        : Verdicts.Contains(Verdict.Unanswered) ? 1
        : 0;

    private IEnumerable<Verdict> Verdicts => instruments.SelectMany(each => (Verdict[])[each.BalanceVerdict, each.OrderVerdict]);

    /// <summary>Takes a comparison of balances, recorded at a time.</summary>
    public void Take(Reconciliation balances, long utcNs)
    {
        if (utcNs >= request)
        {
            Find(balances.InstrumentId)?.Take(balances);
        }
    }

    /// <summary>Takes a comparison of open orders.</summary>
    public void Take(OpenOrdersCompared orders)
    {
        if (orders.Request >= (ulong)request)
        {
            Find(orders.InstrumentId)?.Take(orders);
        }
    }

    /// <summary>As a table.</summary>
    internal string Text(Paint paint)
    {
        StringBuilder text = new();
        _ = text.AppendLine(CultureInfo.InvariantCulture, $"{run} and the venue, {DateTime.UnixEpoch.AddTicks(request / 100):yyyy-MM-dd HH:mm:ss} UTC");
        _ = text.AppendLine(paint.Dim($"  {"",-12} {"",-8} {"here",22} {"at the venue",22}"));
        foreach (ComparedInstrument each in instruments)
        {
            string verdict = Text(each.BalanceVerdict, paint, "");
            Reconciliation? balances = each.Balances;
            Line(text, each.Symbol, each.BaseAsset, Money(balances?.BaseExpected), Money(balances?.BaseActual), verdict);
            Line(text, "", each.QuoteAsset, Money(balances?.QuoteExpected), Money(balances?.QuoteActual), "");
            Line(
                text, "", "orders", Count(each.Orders?.Here), Count(each.Orders?.AtVenue), Text(each.OrderVerdict, paint, Detail(each.Orders)));
        }

        return text.ToString();
    }

    /// <summary>As one JSON object.</summary>
    public string Json()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("run", run);
            json.WriteNumber("request", request);
            json.WriteBoolean("matches", ExitCode == 0);
            json.WriteStartArray("instruments");
            foreach (ComparedInstrument each in instruments)
            {
                Write(json, each);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ComparedInstrument each)
    {
        json.WriteStartObject();
        json.WriteNumber("instrument_id", each.Id);
        json.WriteString("symbol", each.Symbol);
        json.WriteString("balances", Name(each.BalanceVerdict));
        if (each.Balances is { } balances)
        {
            json.WriteString("base_here", Money(balances.BaseExpected));
            json.WriteString("base_at_venue", Money(balances.BaseActual));
            json.WriteString("quote_here", Money(balances.QuoteExpected));
            json.WriteString("quote_at_venue", Money(balances.QuoteActual));
        }

        json.WriteString("orders", Name(each.OrderVerdict));
        if (each.Orders is { } orders)
        {
            json.WriteNumber("orders_here", orders.Here);
            json.WriteNumber("orders_at_venue", orders.AtVenue);
            json.WriteNumber("missing_at_venue", orders.MissingAtVenue);
            json.WriteNumber("unknown_here", orders.UnknownHere);
            json.WriteNumber("first_missing_client_order_id", orders.FirstMissingClientOrderId);
            json.WriteNumber("first_unknown_order_id", orders.FirstUnknownOrderId);
            json.WriteNumber("venue_error", orders.VenueError);
        }

        json.WriteEndObject();
    }

    private static string Detail(OpenOrdersCompared? orders)
    {
        if (orders == null)
        {
            return "";
        }

        List<string> parts = [];
        if (orders.VenueError != 0)
        {
            parts.Add($"error {orders.VenueError}");
        }

        if (orders.MissingAtVenue > 0)
        {
            parts.Add($"{orders.MissingAtVenue} not at the venue, such as {OrderText.Id(orders.FirstMissingClientOrderId)}");
        }

        if (orders.UnknownHere > 0)
        {
            parts.Add($"{orders.UnknownHere} not ours, such as the venue's {orders.FirstUnknownOrderId}");
        }

        return parts.Count == 0 ? "" : ": " + string.Join("; ", parts);
    }

    private static string Text(Verdict verdict, Paint paint, string detail)
    {
        string text = verdict switch
        {
            Verdict.Match => "match",
            Verdict.InFlight => "on its way",
            Verdict.Break => "BREAK",
            Verdict.Refused => "the venue would not say",
            _ => "not compared in time",
        } + detail;
        return verdict switch
        {
            Verdict.Match => paint.Green(text),
            Verdict.InFlight => paint.Yellow(text),
            _ => paint.Red(text),
        };
    }

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Match => "match",
        Verdict.InFlight => "in_flight",
        Verdict.Break => "break",
        Verdict.Refused => "refused",
        _ => "unanswered",
    };

    private static void Line(StringBuilder text, string symbol, string what, string here, string there, string verdict) =>
        _ = text.AppendLine($"  {symbol,-12} {what,-8} {here,22} {there,22}   {verdict}".TrimEnd());

    private static string Money(long? value) => value is { } known ? (known / Scale).ToString("0.00000000", CultureInfo.InvariantCulture) : "-";

    private static string Count(uint? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private ComparedInstrument? Find(uint id) => instruments.FirstOrDefault(each => each.Id == (int)id);
}
