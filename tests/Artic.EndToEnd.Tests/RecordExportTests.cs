using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>From a run to a file, and from the file to a venue that says the same.</summary>
public sealed class RecordExportTests
{
    private const int Frames = 1_000;

    [Fact]
    public void A_run_is_exported_byte_for_byte_and_its_export_replayed() => Home.Story(home =>
    {
        Demo demo = Demo.Start(home, "recorded", "--seconds", "6");
        demo.Wait(80).NeedSoundBooks();
        List<RawFrame> feed = [.. RunStreams.Read(demo.Paths, StreamId.Feed, RecordType.RawFrame).Select(record => record.As<RawFrame>())];

        string file = home.PathOf("recorded.jsonl.gz");
        NeedExport(home, "recorded", "--out", file);
        string[] lines = Lines(file);
        Assert.Equal(
            feed.Where(frame => frame.Channel is FrameChannel.MarketStream or FrameChannel.DepthSnapshot)
                .Select(frame => frame.Data.ToStringUtf8()),
            Messages(lines).Select(line => line[20..]));
        Assert.Equal(
            feed.Where(frame => frame.Channel == FrameChannel.ExchangeInfo).Select(frame => frame.Data.ToBase64()),
            lines.Where(line => line.Contains(" exchange_info ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3]));
        Assert.Contains("# snapshot BTCUSDT", lines);
        long[] times = [.. Messages(lines).Select(line => long.Parse(line[..19], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[^1] - times[0], 5_000_000_000, 60_000_000_000);

        string plain = home.PathOf("for-hftbacktest.jsonl.gz");
        NeedExport(home, "recorded", "--out", plain, "--format", "hftbacktest");
        Assert.Equal(Messages(lines), Lines(plain));

        NeedReplayed(home, file, lines);
        DemoResult again = Demo.Start(home, "again", "--replay", file, "--seconds", "20").Wait(80);
        again.NeedSoundBooks();
        Assert.Equal(0, again.Number("market", "gaps"));
        Assert.Equal(1, home.Cli("record", "export", "no-such-run").WaitForEnd(20));
        Assert.Equal(2, home.Cli("record", "export", "recorded", "--out", file).WaitForEnd(20));
    });

    /// <summary>The venue says what is in the file, frame by frame, from the first that its snapshot does not contain.</summary>
    private static void NeedReplayed(Home home, string file, string[] lines)
    {
        Venue venue = Venue.Start(home, out _, "--replay", file, "--speed", "5", "--max-seconds", "60");
        string[] recorded = [.. Messages(lines).Select(line => line[20..]).Where(json => json.StartsWith("{\"stream\"", StringComparison.Ordinal))];
        string[] served = Receive(venue.Port, Frames);
        int at = Array.IndexOf(recorded, served[0]);
        Assert.True(at >= 0, $"the file does not have {served[0]}");

        // What the snapshot contains is left out before the first frame and, for diffs, behind it.
        Assert.True(at < recorded.Length / 4, $"the first frame is number {at} of {recorded.Length}");
        Queue<string> rest = new(recorded[at..]);
        foreach (string frame in served)
        {
            while (rest.Peek() != frame)
            {
                Assert.Contains("@depth@100ms", rest.Dequeue(), StringComparison.Ordinal);
            }

            _ = rest.Dequeue();
        }
    }

    private static string[] Receive(int port, int count)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        using ClientWebSocket socket = new();
        Uri address = new($"ws://127.0.0.1:{port}/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker/btcusdt@trade");
        socket.ConnectAsync(address, deadline.Token).GetAwaiter().GetResult();
        byte[] buffer = new byte[1 << 20];
        List<string> messages = [];
        int length = 0;
        while (messages.Count < count)
        {
            WebSocketReceiveResult result = socket.ReceiveAsync(
                new ArraySegment<byte>(buffer, length, buffer.Length - length), deadline.Token).GetAwaiter().GetResult();
            length += result.Count;
            if (result.EndOfMessage)
            {
                messages.Add(Encoding.UTF8.GetString(buffer, 0, length));
                length = 0;
            }
        }

        return [.. messages];
    }

    private static void NeedExport(Home home, string run, params string[] options)
    {
        StartedProgram export = home.Start("artic-cli", ["record", "export", run, .. options]);
        Assert.True(export.WaitForEnd(60) == 0, $"{export}");
    }

    private static IEnumerable<string> Messages(string[] lines) => lines.Where(line => !line.StartsWith('#'));

    private static string[] Lines(string file)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }
}
