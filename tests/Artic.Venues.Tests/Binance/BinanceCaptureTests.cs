using System.IO.Compression;
using System.Text;
using Artic.Venues.Binance;
using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.Binance;

public sealed class BinanceCaptureTests
{
    private const string Capture = "market/replay/hftbacktest_spot_btcusdt_20240808.jsonl.gz";

    [RecordedFact(Capture)]
    public void The_fast_path_reads_every_recorded_message_as_the_general_path_does()
    {
        BinanceDecoder fast = new();
        BinanceDecoder general = new(usesFastPath: false);
        MarketFrame one = new();
        MarketFrame other = new();
        using GZipStream unpacked = new(File.OpenRead(SharedData.Find(Capture)!), CompressionMode.Decompress);
        using StreamReader lines = new(unpacked);
        int usual = 0;
        while (lines.ReadLine() is { } line)
        {
            byte[] json = Encoding.ASCII.GetBytes(line[(line.IndexOf(' ') + 1)..]);
            Assert.True(fast.TryDecode(json, one), line);
            Assert.True(general.TryDecode(json, other), line);
            Frames.NeedSame(one, other, line);
            usual += BinanceFastPath.TryDecode(json, new MarketFrame()) ? 1 : 0;
        }

        Assert.Equal(41_248, usual);
    }
}
