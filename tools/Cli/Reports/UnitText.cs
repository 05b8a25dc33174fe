using System.Globalization;

namespace Artic.Cli.Reports;

/// <summary>Values with their unit, scaled as Grafana does it; units are called as Grafana calls them. Thread: any.</summary>
public static class UnitText
{
    private static readonly (double Size, string Name)[] s_times =
        [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")];

    private static readonly (double Size, string Name)[] s_bytes =
        [(1L << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"), (1, "B")];

    private static readonly (double Size, string Name)[] s_rates = [(1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"), (1, "B/s")];

    private static readonly (double Size, string Name)[] s_counts = [(1e9, "G"), (1e6, "M"), (1e4, "k"), (1, "")];

    /// <summary>A finite value, to four digits where it is no price.</summary>
    public static string Of(double value, string unit) => unit switch
    {
        "ns" => Scaled(value * 1e-9, s_times),
        "µs" => Scaled(value * 1e-6, s_times),
        "ms" => Scaled(value * 1e-3, s_times),
        "s" => Scaled(value, s_times),
        "bytes" => Scaled(value, s_bytes),
        "Bps" => Scaled(value, s_rates),
        "percentunit" => $"{Digits(value * 100)} %",
        "cps" => $"{Counted(value)} /s",
        "currencyUSD" => value < 0 ? $"-${Money(-value)}" : $"${Money(value)}",
        "none" => value.ToString("#,0.########", CultureInfo.InvariantCulture),
        _ => Counted(value),
    };

    /// <summary>How large one is of what a value is told in, where that is no power of ten: 1024 for KiB, 60 for minutes; 1 otherwise.</summary>
    public static double WholeOf(double value, string unit) =>
        unit is "bytes" or "s" ? Math.Max(1, Array.Find(unit == "s" ? s_times : s_bytes, each => value >= each.Size).Size) : 1;

    /// <summary>What a panel's heading says of the unit; empty where the values bear it, or are but counted.</summary>
    public static string NameOf(string unit) => unit switch
    {
        "cps" => "per second",
        "Bps" => "bytes per second",
        "percentunit" => "of one processor",
        "currencyUSD" => "quote asset",
        _ => "",
    };

    private static string Scaled(double value, (double Size, string Name)[] scale)
    {
        (double size, string name) = Array.Find(scale, each => Math.Abs(value) >= each.Size * 0.99995);
        return value == 0 ? "0" : name == null ? $"{Digits(value / scale[^1].Size)} {scale[^1].Name}" : $"{Digits(value / size)} {name}";
    }

    private static string Counted(double value)
    {
        (double size, string name) = Array.Find(s_counts, each => Math.Abs(value) >= each.Size);
        return name is null or "" ? Digits(value) : Digits(value / (name == "k" ? 1e3 : size)) + name;
    }

    private static string Money(double value) => value >= 1e6 ? Counted(value) : value.ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>Four digits that count, and none of them a 0 at the end of a fraction.</summary>
    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 1e15 => value.ToString("0.###e0", CultureInfo.InvariantCulture),
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.##", CultureInfo.InvariantCulture),
        >= 0.1 or 0 => value.ToString("0.###", CultureInfo.InvariantCulture),
        >= 0.001 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };
}
