using System.Text;
using System.Text.Json;
using Artic.Bench.Book;

namespace Artic.Bench.Tests;

public sealed class BookBenchTests : IDisposable
{
    private const int Messages = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    [Fact]
    public void A_capture_is_measured_and_both_books_end_alike()
    {
        string json = Path.Combine(_folder.FullName, "out.json");
        Assert.Equal(0, Execute(Capture(gap: 0), json));
        JsonElement report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.Equal((Messages, 2L * Messages), (report.GetProperty("messages").GetInt32(), report.GetProperty("levels").GetInt64()));
        foreach (string name in (string[])["bytes_per_second", "baseline_bytes_per_second", "ratio", "quote_p50_ns", "quote_p99_ns"])
        {
            Assert.True(report.GetProperty(name).GetDouble() > 0, name);
        }

        Assert.True(report.TryGetProperty("alloc_bytes", out _));
    }

    [Fact]
    public void A_capture_with_a_gap_or_without_a_snapshot_is_not_measured()
    {
        Assert.Equal(1, Execute(Capture(gap: 1), null));
        string empty = Path.Combine(_folder.FullName, "empty");
        File.WriteAllText(empty, "");
        Assert.Equal(1, Execute(empty, null));
    }

    [Fact]
    public void Everything_that_cannot_be_is_said_at_once() => Assert.Equal(
        3, new BookBenchOptions { File = "/no/such/file", Rounds = 0, Json = "/no/such/folder/x.json" }.Violations().Count);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>On a thread of its own: the measurement pins it to a core.</summary>
    private static int Execute(string file, string? json)
    {
        int exit = -1;
        Thread thread = new(() => exit = new BookBenchCommand(new BookBenchOptions { File = file, Rounds = 3, Json = json }).Execute());
        thread.Start();
        thread.Join();
        return exit;
    }

    private string Capture(int gap)
    {
        StringBuilder text = new();
        _ = text.Append("1 {\"lastUpdateId\":100,\"bids\":[[\"100.00000000\",\"1.00000000\"]],\"asks\":[[\"200.00000000\",\"1.00000000\"]]}\n");
        for (int i = 0; i < Messages; i++)
        {
            int id = 101 + i + (i > Messages / 2 ? gap : 0);
            _ = text.Append(
                $"2 {{\"e\":\"depthUpdate\",\"E\":1723161255208,\"s\":\"BTCUSDT\",\"U\":{id},\"u\":{id}," +
                $"\"b\":[[\"{10 + (i % 80)}.00000000\",\"{i % 3}.00000000\"]],\"a\":[[\"{201 + (i % 80)}.00000000\",\"{i % 2}.00000000\"]]}}\n");
        }

        _ = text.Append("3 {\"u\":300,\"s\":\"BTCUSDT\",\"b\":\"100.00000000\",\"B\":\"1.00000000\",\"a\":\"200.00000000\",\"A\":\"1.00000000\"}\n");
        string path = Path.Combine(_folder.FullName, $"capture-{gap}");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
