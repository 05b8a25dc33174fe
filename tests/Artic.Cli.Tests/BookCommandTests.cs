using System.Text;
using System.Text.Json;
using Artic.Cli.Book;
using Artic.Venues;

namespace Artic.Cli.Tests;

public sealed class BookCommandTests : IDisposable
{
    private const string Snapshot = """{"lastUpdateId":100,"bids":[["100.00000000","1.50000000"]],"asks":[["101.00000000","1.00000000"]]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    [Fact]
    public void A_good_capture_is_replayed_and_its_report_says_what_became_of_every_message()
    {
        (int exit, JsonElement report) = Run(
            Diff(90, 99, "[[\"90.00000000\",\"1.00000000\"]]"), $"1 {Snapshot}", Diff(100, 103, "[[\"100.50000000\",\"2.00000000\"]]"),
            """3 {"u":103,"s":"BTCUSDT","b":"100.50000000","B":"2.00000000","a":"101.00000000","A":"1.00000000"}""");
        Assert.Equal(0, exit);
        Assert.Equal((4, 2, 1, 0, 0), (
            Number(report, "messages"), Number(report, "applied"), Number(report, "ignored"), Number(report, "gaps"), Number(report, "resyncs")));
        Assert.Equal((1, 0), (Number(report.GetProperty("ticker_checks"), "matched"), Number(report.GetProperty("ticker_checks"), "failed")));

        // printf 'b 100.50000000 2.00000000\nb 100.00000000 1.50000000\na 101.00000000 1.00000000\n' | sha256sum
        const string sha256 = "dbd4b188ba6ee7da466c529cfe5e25017f99928ec7826bb01eaf1bb7a140af11";
        Assert.Equal(sha256, report.GetProperty("book_sha256").GetString());
        JsonElement book = Assert.Single(report.GetProperty("books").EnumerateArray());
        Assert.Equal(("BTCUSDT", sha256, true), (
            book.GetProperty("symbol").GetString(), book.GetProperty("book_sha256").GetString(), book.GetProperty("live").GetBoolean()));
    }

    [Fact]
    public void A_coin_with_ten_decimals_is_shown_and_hashed_in_the_wires_digits()
    {
        // CRC-32 of 0.0000123455:3:0.00001235:1:0.000012345:100, by zlib.
        string[] lines =
        [
            """{"arg":{"channel":"books","instId":"SHIB-USDT"},"action":"snapshot","data":[{"asks":[["0.000012346","2","0","1"]],"bids":[["0.000012345","100","0","1"]],"ts":"1597026383085","seqId":10,"prevSeqId":-1}]}""",
            """{"arg":{"channel":"books","instId":"SHIB-USDT"},"action":"update","data":[{"asks":[["0.000012346","0","0","0"],["0.00001235","1","0","1"]],"bids":[["0.0000123455","3","0","1"]],"ts":"1597026383185","checksum":-2036154323,"seqId":11,"prevSeqId":10}]}""",
        ];
        (int exit, JsonElement report) = Run([], lines.Select((line, i) => $"{i + 1} {line}").ToArray());
        Assert.Equal((0, 1, 0), (exit, Number(report.GetProperty("checksums"), "matched"), Number(report.GetProperty("checksums"), "failed")));

        // printf 'b 0.0000123455 3\nb 0.000012345 100\na 0.00001235 1\n' | sha256sum
        Assert.Equal("8c4279fb7b08ee5e6a83008158eefae47aca44bf41a2a372ac3788ae8740ffcd", report.GetProperty("book_sha256").GetString());
        VenueBooks books = new(Venue.Okx);
        Array.ForEach(lines, line => Assert.True(books.Take(Encoding.ASCII.GetBytes(line))));
        string ladder = new Ladder(hasColours: false).Of(books.Books[0], depth: 5);
        Assert.Contains("  0.0000123455    3  ", ladder, StringComparison.Ordinal);
        Assert.Contains("spread 0.0000000045, 3.64 bp", ladder, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticker_is_held_against_a_book_whose_scale_has_become_finer_since()
    {
        (int exit, JsonElement report) = Run(
            Diff(90, 99, "[]"),
            """1 {"lastUpdateId":100,"bids":[["0.00001234","1.0"]],"asks":[["0.00001240","1.0"]]}""",
            "2 {\"e\":\"depthUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"U\":101,\"u\":101,\"b\":[],\"a\":[]}",
            """3 {"u":102,"s":"BTCUSDT","b":"0.00001234","B":"1.0","a":"0.00001239","A":"2.0"}""",
            "4 {\"e\":\"depthUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"U\":102,\"u\":102,\"b\":[[\"0.000012331\",\"1.0\"]],\"a\":[[\"0.00001239\",\"2.0\"]]}",
            """5 {"u":101,"s":"BTCUSDT","b":"0.00001234","B":"1.0","a":"0.0000124","A":"1.0"}""");
        Assert.Equal(0, exit);
        Assert.Equal((2, 0), (Number(report.GetProperty("ticker_checks"), "matched"), Number(report.GetProperty("ticker_checks"), "failed")));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("5 {\"e\":\"depthUpdate\",\"E\":1,\"s\":\"BTC")]
    public void A_line_that_cannot_be_read_is_counted_and_the_exit_code_says_so(string line)
    {
        (int exit, JsonElement report) = Run(Diff(101, 101, "[]"), $"1 {Snapshot}", line);
        Assert.Equal(1, exit);
        Assert.Equal(1, Number(report, "unreadable_lines") + Number(report.GetProperty("refused"), "json"));
        Assert.Equal(1, Number(report, "applied") - 1);
    }

    [Fact]
    public void A_gap_at_the_end_leaves_no_book_and_no_hash()
    {
        (int exit, JsonElement report) = Run(Diff(101, 101, "[]"), $"1 {Snapshot}", Diff(105, 106, "[]"));
        Assert.Equal((1, 1), (exit, Number(report, "gaps")));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("book_sha256").ValueKind);
    }

    [Fact]
    public void The_book_of_a_moment_is_that_of_the_lines_up_to_it()
    {
        (int exit, JsonElement report) = Run(
            ["--at"], Diff(101, 101, "[]"), $"1 {Snapshot}", Diff(102, 102, "[[\"100.50000000\",\"2.00000000\"]]"));
        Assert.Equal((0, 101), (exit, Number(report.GetProperty("books")[0], "update_id")));
    }

    [Fact]
    public void Everything_that_cannot_be_is_said_at_once()
    {
        List<string> violations = new BookOptions
        {
            Files = ["/no/such/file"], Venue = "nyse", Depth = 0, At = "soon", Json = "/no/such/folder/x.json",
        }.Violations();
        Assert.Equal(["/no/such/file", "--venue nyse", "--depth 0", "--at soon", "--json /no/such/folder/x.json"],
            violations.ConvertAll(violation => violation[..violation.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("2024-08-08T23:54:14Z", 1_723_161_254_000_000_000)]
    [InlineData("1723161254.5", 1_723_161_254_500_000_000)]
    [InlineData("1723161254500000000", 1_723_161_254_500_000_000)]
    public void A_moment_is_a_date_or_a_count(string text, long utcNs) => Assert.Equal(utcNs, new BookOptions { At = text }.ReadAt());

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Diff(long first, long last, string bids) =>
        $"{(last < 102 ? 1 : 2)} {{\"e\":\"depthUpdate\",\"E\":1723161255208,\"s\":\"BTCUSDT\",\"U\":{first},\"u\":{last},\"b\":{bids},\"a\":[]}}";

    private static long Number(JsonElement within, string name) => within.GetProperty(name).GetInt64();

    private (int Exit, JsonElement Report) Run(params string[] lines) => Run([], lines);

    private (int Exit, JsonElement Report) Run(string[] options, params string[] lines)
    {
        string capture = Path.Combine(_folder.FullName, "capture.jsonl");
        string json = Path.Combine(_folder.FullName, "report.json");
        File.WriteAllLines(capture, lines);
        int exit = new BookCommand(new BookOptions
        {
            Files = [capture], Json = json, At = options.Length > 0 ? "0.000000001" : null,
        }).Execute();
        return (exit, JsonDocument.Parse(File.ReadAllText(json)).RootElement);
    }
}
