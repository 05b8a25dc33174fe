using System.IO.Compression;
using System.Text;

namespace Artic.VenueSimulator.Tests;

/// <summary>Captures for tests: small ones written by hand, and the real one where it exists.</summary>
internal sealed class Capture : IDisposable
{
    private static int s_count;

    private readonly StringBuilder _text = new();
    private long _nowNs = 1_000_000_000;

    private Capture(string path) => Path = path;

    public string Path { get; }

    /// <summary>The path of the real capture; null, told loudly on the console, where the folder is missing.</summary>
    public static string? FindReal()
    {
        foreach (string root in new[] { AppContext.BaseDirectory, SourceFolder() })
        {
            for (DirectoryInfo? folder = new(root); folder is not null; folder = folder.Parent)
            {
                string replay = System.IO.Path.Combine(folder.FullName, "shared", "data", "market", "replay");
                if (Directory.Exists(replay))
                {
                    return Directory.GetFiles(replay, "*.jsonl.gz").FirstOrDefault();
                }
            }
        }

        Console.WriteLine(
            "SKIPPED: no folder shared/data/market/replay above the tests; the real capture was NOT checked");
        return null;
    }

    /// <summary>cryptofeed's capture of Binance; null, told loudly on the console, where the folder is missing.</summary>
    public static (string Stream, string Http)? FindCryptofeed()
    {
        if (FindReal() is not { } replay)
        {
            return null;
        }

        string folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(replay)!, "..", "raw_ws");
        string stream = System.IO.Path.Combine(folder, "cryptofeed_BINANCE.ws.1.0.txt");
        if (File.Exists(stream))
        {
            return (stream, System.IO.Path.Combine(folder, "cryptofeed_BINANCE.http.0.0.txt"));
        }

        Console.WriteLine($"SKIPPED: no file {stream}; cryptofeed's capture was NOT checked");
        return null;
    }

    /// <summary>A capture without a line.</summary>
    public static Capture Empty() => new(System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"artic-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}.jsonl.gz"));

    /// <summary>A capture whose snapshot has bids 100 (5), 99 (7) and asks 101 (4), 102 (6), at update id 10.</summary>
    public static Capture Small()
    {
        Capture capture = Empty();
        capture.Line(
            "{\"lastUpdateId\":10,\"bids\":[[\"100.00\",\"5\"],[\"99.00\",\"7\"]],\"asks\":[[\"101.00\",\"4\"],[\"102.00\",\"6\"]]}");
        return capture;
    }

    public Capture Diff(long first, long last, string bids, string asks) =>
        Line($"{{\"stream\":\"btcusdt@depth@100ms\",\"data\":{{\"e\":\"depthUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"U\":{first},\"u\":{last},\"b\":[{bids}],\"a\":[{asks}]}}}}");

    public Capture Trade(string price, string quantity, bool buyerIsMaker) =>
        Line($"{{\"stream\":\"btcusdt@trade\",\"data\":{{\"e\":\"trade\",\"E\":1,\"s\":\"BTCUSDT\",\"t\":1,\"p\":\"{price}\",\"q\":\"{quantity}\",\"T\":1,\"m\":{(buyerIsMaker ? "true" : "false")},\"M\":true}}}}");

    public Capture Line(string json)
    {
        _text.Append(_nowNs).Append(' ').Append(json).Append('\n');
        _nowNs += 1_000_000;
        return this;
    }

    /// <summary>A line as it is.</summary>
    public Capture Raw(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Writes the file and opens it.</summary>
    public Matching.ReplayOrderFlow Open(string? symbol = null)
    {
        using (GZipStream gzip = new(File.Create(Path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        }

        return new Matching.ReplayOrderFlow(Path, symbol);
    }

    public void Dispose() => File.Delete(Path);

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        System.IO.Path.GetDirectoryName(path)!;
}
