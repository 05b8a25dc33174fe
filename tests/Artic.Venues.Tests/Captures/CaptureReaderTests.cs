using System.IO.Compression;
using System.Text;
using Artic.Venues.Captures;

namespace Artic.Venues.Tests.Captures;

public sealed class CaptureReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    [Theory]
    [InlineData("1723161253937085768 {\"a\":1}", CaptureLineKind.Received, 1_723_161_253_937_085_768, "", "{\"a\":1}")]
    [InlineData("1633998512.0633569: {\"a\":1}", CaptureLineKind.Received, 1_633_998_512_063_356_900, "", "{\"a\":1}")]
    [InlineData("wss://x/y <- 1618678132.5: {\"a\":1}", CaptureLineKind.Sent, 1_618_678_132_500_000_000, "wss://x/y", "{\"a\":1}")]
    [InlineData("https://x/depth?symbol=AB&limit=1 -> 1.25: {}", CaptureLineKind.Document, 1_250_000_000, "https://x/depth?symbol=AB&limit=1", "{}")]
    [InlineData("wss://x/y <-> 1618678132.5", CaptureLineKind.Connected, 1_618_678_132_500_000_000, "wss://x/y", "")]
    [InlineData("wss://x/stream?streams=a@b", CaptureLineKind.Connected, 0, "wss://x/stream?streams=a@b", "")]
    [InlineData("{\"a\":1}", CaptureLineKind.Received, 0, "", "{\"a\":1}")]
    [InlineData("[1,2]", CaptureLineKind.Received, 0, "", "[1,2]")]
    [InlineData("pong", CaptureLineKind.Received, 0, "", "pong")]
    [InlineData("configuration: {}", CaptureLineKind.Remark, 0, "", "configuration: {}")]
    [InlineData("", CaptureLineKind.Remark, 0, "", "")]
    [InlineData("what is this", CaptureLineKind.Unreadable, 0, "", "what is this")]
    [InlineData("17231612539370", CaptureLineKind.Unreadable, 0, "", "17231612539370")]
    [InlineData("wss://x/y <- 16186", CaptureLineKind.Unreadable, 0, "", "wss://x/y <- 16186")]
    [InlineData("-5 {}", CaptureLineKind.Unreadable, 0, "", "-5 {}")]
    public void A_line_is_told_by_its_content(string text, CaptureLineKind kind, long timeNs, string address, string body)
    {
        CaptureLine line = CaptureFormat.Read(Encoding.UTF8.GetBytes(text), 3);
        Assert.Equal(
            (kind, timeNs, address, body, 3),
            (line.Kind, line.TimeNs, Encoding.UTF8.GetString(line.Address.Span), Encoding.UTF8.GetString(line.Body.Span), line.Number));
    }

    [Fact]
    public void The_symbol_of_a_document_is_in_its_address()
    {
        Assert.Equal("AB", Encoding.UTF8.GetString(CaptureFormat.Read("https://x/d?symbol=AB&limit=1 -> 1: {}"u8.ToArray(), 1).AddressSymbol));
        Assert.Equal("AB", Encoding.UTF8.GetString(CaptureFormat.Read("https://x/d?limit=1&symbol=AB -> 1: {}"u8.ToArray(), 1).AddressSymbol));
        Assert.Equal("", Encoding.UTF8.GetString(CaptureFormat.Read("https://x/d?limit=1 -> 1: {}"u8.ToArray(), 1).AddressSymbol));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_and_a_last_one_without_its_end_are_whole()
    {
        string wide = new('x', 3 << 20);
        string path = Write($"{{\"a\":\"{wide}\"}}\r\n\n{{\"b\":2}}", isCompressed: false);
        using CaptureReader reader = new(path);
        Assert.True(reader.TryNext(out CaptureLine line));
        Assert.Equal(wide.Length + 8, line.Body.Length);
        Assert.True(reader.TryNext(out line));
        Assert.Equal(CaptureLineKind.Remark, line.Kind);
        Assert.True(reader.TryNext(out line));
        Assert.Equal(("{\"b\":2}", 3), (Encoding.UTF8.GetString(line.Body.Span), line.Number));
        Assert.False(reader.TryNext(out _));
    }

    [Fact]
    public void A_compressed_file_is_told_by_its_first_bytes_and_a_damaged_one_gives_an_unreadable_line()
    {
        string good = Write("{\"a\":1}\n{\"b\":2}\n", isCompressed: true);
        using (CaptureReader reader = new(good))
        {
            Assert.True(reader.TryNext(out CaptureLine line));
            Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(line.Body.Span));
        }

        byte[] bytes = File.ReadAllBytes(good);
        bytes.AsSpan(10).Fill(0xEE);
        File.WriteAllBytes(good, bytes);
        using CaptureReader damaged = new(good);
        Assert.True(damaged.TryNext(out CaptureLine last));
        Assert.Equal(CaptureLineKind.Unreadable, last.Kind);
        Assert.False(damaged.TryNext(out _));
    }

    [Fact]
    public void Several_files_are_one_by_their_times()
    {
        string stream = Write("wss://x\n1.5: {\"s\":1}\n3.5: {\"s\":2}\n", isCompressed: false);
        string documents = Write("https://x/d?symbol=A -> 2.5: {\"d\":1}\n", isCompressed: false);
        using CaptureFiles files = new([documents, stream]);
        List<string> bodies = [];
        while (files.TryNext(out CaptureLine line, out _))
        {
            bodies.Add(Encoding.UTF8.GetString(line.Body.Span));
        }

        Assert.Equal(["", "{\"s\":1}", "{\"d\":1}", "{\"s\":2}"], bodies);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string text, bool isCompressed)
    {
        string path = Path.Combine(_folder.FullName, $"{_folder.GetFiles().Length}.capture");
        using Stream file = isCompressed ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        file.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
