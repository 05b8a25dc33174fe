using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Artic.VenueSimulator.Edge;
using Artic.VenueSimulator.Faults;
using Artic.VenueSimulator.Options;

namespace Artic.VenueSimulator.Tests;

/// <summary>A venue that mirrors another, over sockets.</summary>
public sealed class MirrorTests : IAsyncLifetime
{
    private const string Streams = "/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker/btcusdt@trade";

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private readonly HttpClient _http = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _http.Dispose();
        _deadline.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Frames_are_passed_on_byte_for_byte_and_the_book_follows()
    {
        await using Venue upstream = new(new VenueOptions { Port = 0 });
        int source = await upstream.StartAsync();
        await using Venue mirror = Mirror(source);
        int port = await mirror.StartAsync();
        using ClientWebSocket here = await OpenAsync(port);
        using ClientWebSocket there = await OpenAsync(source);

        List<string> mirrored = await ReceiveAsync(here, 500);
        List<string> original = await ReceiveAsync(there, 500);
        int at = original.IndexOf(mirrored[100]);
        Assert.True(at >= 0, "the frame of the mirror is none of the original");
        int common = Math.Min(original.Count - at, mirrored.Count - 100);
        Assert.True(common > 100, $"{common}");
        Assert.Equal(original.Skip(at).Take(common), mirrored.Skip(100).Take(common));

        JsonElement depth = await BookAsync(port);
        DiffFollower follower = new(new Matching.DepthSnapshot(
            depth.GetProperty("lastUpdateId").GetInt64(), Levels(depth.GetProperty("bids")), Levels(depth.GetProperty("asks"))));
        while (follower.Applied < 5)
        {
            JsonElement message = JsonDocument.Parse((await ReceiveAsync(here, 1))[0]).RootElement;
            if (message.GetProperty("stream").GetString() == "btcusdt@depth@100ms")
            {
                follower.Apply(Encoding.UTF8.GetBytes(message.GetProperty("data").GetRawText()));
            }
        }
    }

    [Fact]
    public async Task What_befalls_the_mirrored_venue_ends_the_followers_connections_and_all_recovers()
    {
        FaultOptions lies = new()
        {
            Rates = [0.01, 0.01, 0.01, 0.05, 0, 0.6], LengthNs = 6_000_000_000,
        };
        await using Venue upstream = new(new VenueOptions { Port = 0, Faults = lies });
        int source = await upstream.StartAsync();
        await using Venue mirror = Mirror(source);
        int port = await mirror.StartAsync();
        int dropped = 0;
        for (int clean = 0; clean < 1_000 || dropped == 0;)
        {
            using ClientWebSocket socket = await OpenAsync(port);
            try
            {
                for (clean = 0; clean < 1_000 || dropped == 0; clean++)
                {
                    _ = await ReceiveAsync(socket, 1);
                }
            }
            catch (WebSocketException)
            {
                dropped++;
            }
            catch (OperationCanceledException)
            {
                Assert.Fail(
                    $"{dropped} dropped, then {clean} clean, mirrored {await StatusAsync(source)}, mirror {await StatusAsync(port)}");
            }
        }

        Assert.True((await BookAsync(port)).GetProperty("bids").GetArrayLength() > 0);
        JsonElement status = JsonDocument.Parse(await StatusAsync(port)).RootElement;
        Assert.True(status.GetProperty("has_book").GetBoolean());
        Assert.True(status.GetProperty("mirror_frames_refused").GetInt64() > 0);
        Assert.False(mirror.Ended.IsCompleted);
    }

    [Fact]
    public async Task Without_the_mirrored_venue_there_is_no_book_and_with_it_again_there_is()
    {
        Venue upstream = new(new VenueOptions { Port = 0 });
        int source = await upstream.StartAsync();
        await using Venue mirror = Mirror(source);
        int port = await mirror.StartAsync();
        _ = await BookAsync(port);

        await upstream.DisposeAsync();
        while ((await _http.GetAsync(Depth(port), _deadline.Token)).StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(10, _deadline.Token);
        }

        await using Venue again = new(new VenueOptions { Port = source });
        await again.StartAsync();
        _ = await BookAsync(port);
    }

    [Fact]
    public void A_venue_that_is_not_there_is_said_by_its_address()
    {
        IOException error = Assert.Throws<IOException>(() => Mirror(1));
        Assert.Contains("http://127.0.0.1:1/api/v3/exchangeInfo?symbol=BTCUSDT", error.Message, StringComparison.Ordinal);
    }

    private static Venue Mirror(int source) => new(new VenueOptions
    {
        Port = 0,
        Mirror = new MirrorOptions(new Uri($"ws://127.0.0.1:{source}"), new Uri($"http://127.0.0.1:{source}")),
    });

    private Task<string> StatusAsync(int port) => _http.GetStringAsync($"http://127.0.0.1:{port}/sim/status");

    private static string Depth(int port) => $"http://127.0.0.1:{port}/api/v3/depth?symbol=BTCUSDT&limit=5000";

    private static List<(long PriceE8, long QuantityE8)> Levels(JsonElement levels) =>
        levels.EnumerateArray().Select(l => (DiffFollower.E8(l[0]), DiffFollower.E8(l[1]))).ToList();

    /// <summary>The book, as soon as there is one.</summary>
    private async Task<JsonElement> BookAsync(int port)
    {
        while (true)
        {
            HttpResponseMessage response = await _http.GetAsync(Depth(port), _deadline.Token);
            if (response.IsSuccessStatusCode)
            {
                return JsonDocument.Parse(await response.Content.ReadAsStringAsync(_deadline.Token)).RootElement;
            }

            await Task.Delay(10, _deadline.Token);
        }
    }

    private async Task<ClientWebSocket> OpenAsync(int port)
    {
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}{Streams}"), _deadline.Token);
        return socket;
    }

    private async Task<List<string>> ReceiveAsync(ClientWebSocket socket, int count)
    {
        byte[] buffer = new byte[1 << 20];
        List<string> messages = [];
        int length = 0;
        while (messages.Count < count)
        {
            WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), _deadline.Token);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException("closed");
            }

            if (result.EndOfMessage)
            {
                messages.Add(Encoding.UTF8.GetString(buffer, 0, length));
                length = 0;
            }
        }

        return messages;
    }
}
