using System.Globalization;
using System.Text;
using Artic.Strategies;
using Artic.Strategies.Catalog;
using Artic.V1;

namespace Artic.Hosting.Instances;

/// <summary>The detail of a signal for people: one line made from the numbers on record, never on the hot path. Thread: any. Allocates.</summary>
public static class SignalText
{
    private static readonly string[] s_ofModels = ["down", "flat", "up", "threshold"];

    /// <summary>What the signal is and why.</summary>
    /// <param name="strategy">The strategy's name, which says what the figures are; one that is not known leaves them without names.</param>
    /// <param name="signal">The signal.</param>
    public static string Of(string? strategy, Signal signal)
    {
        if (StrategyCatalog.Find(strategy ?? "") is { } definition)
        {
            return definition.Make().Describe(new StrategySignal(
                signal.Value, (Artic.Strategies.SignalReason)signal.Reason, signal.First, signal.Second, signal.Third, signal.Fourth));
        }

        string direction = signal.Value > 0 ? "long" : signal.Value < 0 ? "short" : "none";
        StringBuilder text = new();
        _ = text.Append(CultureInfo.InvariantCulture, $"{direction} {Math.Abs(signal.Value):0.###}: {Words(signal.Reason)}");
        ReadOnlySpan<double> figures = [signal.First, signal.Second, signal.Third, signal.Fourth];
        for (int i = 0; i < figures.Length && signal.Reason != V1.SignalReason.Unspecified; i++)
        {
            string name = signal.Reason == V1.SignalReason.Model ? $"{s_ofModels[i]} " : "";
            _ = text.Append(CultureInfo.InvariantCulture, $", {name}{figures[i]:G6}");
        }

        return text.ToString();
    }

    private static string Words(V1.SignalReason reason)
    {
        StringBuilder words = new();
        foreach (char c in reason == V1.SignalReason.Unspecified ? "None" : reason.ToString())
        {
            if (char.IsUpper(c) && words.Length > 0)
            {
                _ = words.Append(' ');
            }

            _ = words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
