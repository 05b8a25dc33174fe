using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary><c>artic run</c> with the configurations of the repository, at a venue behind TLS as real ones are.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData("binance")]
    [InlineData("kraken")]
    [InlineData("okx")]
    [InlineData("coinbase")]
    public void The_public_market_data_of_a_venue_is_on_record_without_a_key(string venue) => Home.Story(home =>
    {
        Venue simulated = Venue.Start(home, out _, "--max-seconds", "120");
        using TlsFront front = new(simulated.Port, home.PathOf("ca.pem"));
        JsonObject configuration = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "config", $"{venue}.json")), null,
            new System.Text.Json.JsonDocumentOptions { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!.AsObject();
        configuration["venue"]!["market_stream_url"] = $"wss://localhost:{front.Port}";
        configuration["venue"]!["rest_url"] = $"https://localhost:{front.Port}";
        configuration["instruments"]![0]!["symbol"] = "BTCUSDT";
        configuration["instruments"]![0]!["quote_asset"] = "USDT";
        configuration["services"]!["market-data"]!["http_port"] = 0;
        File.WriteAllText(home.PathOf("mine.json"), configuration.ToJsonString());

        StartedProgram run = home.StartWith(
            "SSL_CERT_FILE", home.PathOf("ca.pem"), "artic-cli", "run", home.PathOf("mine.json"), "--run", "public", "--seconds", "8");
        Assert.Equal(0, run.WaitForEnd(60));
        Assert.Contains("nothing is traded", run.ErrorText, StringComparison.Ordinal);
        Assert.Contains("books live 1 of 1", run.ErrorText, StringComparison.Ordinal);
        RunPaths paths = new(Path.Combine(home.Runs, "public"));
        Assert.NotEmpty(RunStreams.Read(paths, StreamId.Market, RecordType.Quote));
        Assert.NotEmpty(RunStreams.Read(paths, StreamId.Market, RecordType.Trade));
        List<FeedState> states =
            [.. RunStreams.Read(paths, StreamId.Market, RecordType.FeedStatus).Select(record => record.As<FeedStatus>().State)];
        Assert.Equal([FeedState.Stale, FeedState.Resyncing, FeedState.Live], states);
    });

    [Fact]
    public void A_certificate_that_nobody_vouches_for_is_refused_and_said() => Home.Story(home =>
    {
        using TlsFront front = new(1, home.PathOf("ca.pem"));
        File.WriteAllText(
            home.PathOf("mine.json"),
            $$"""
            {
              "venue": { "market": "binance", "market_stream_url": "wss://localhost:{{front.Port}}", "rest_url": "https://localhost:{{front.Port}}" },
              "instruments": [{ "id": 1, "symbol": "BTCUSDT", "base_asset": "BTC", "quote_asset": "USDT" }],
              "services": { "market-data": { "http_port": 0 } }
            }
            """);
        StartedProgram run = home.Start("artic-cli", "run", home.PathOf("mine.json"), "--run", "distrusted", "--seconds", "3");
        Assert.Equal(0, run.WaitForEnd(60));
        Assert.Contains("books live 0 of 1", run.ErrorText, StringComparison.Ordinal);
        string log = File.ReadAllText(Path.Combine(home.Runs, "distrusted", "logs", "market-data.log"));
        Assert.Contains("certificate", log, StringComparison.OrdinalIgnoreCase);
    });

    [Theory]
    [InlineData("{}", "services: must name at least one")]
    [InlineData("""{"services":{"market-data":{}},"venue":{"market":"bitmex"}}""", "venue.market: 'bitmex' is none of binance, kraken, okx, coinbase")]
    [InlineData("""{"services":{"market-data":{}},"venu":{}}""", "venu")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("{", "$:")]
    public void A_configuration_that_cannot_be_is_refused_with_every_reason(string text, string reason) => Home.Story(home =>
    {
        File.WriteAllText(home.PathOf("mine.json"), text);
        StartedProgram run = home.Start("artic-cli", "run", home.PathOf("mine.json"));
        Assert.Equal(2, run.WaitForEnd(20));
        Assert.Contains(reason, run.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Runs) && Directory.EnumerateDirectories(home.Runs).Any(), "a folder was made");
    });

    /// <summary>TLS before a plain port, with a certificate of its own for localhost.</summary>
    private sealed class TlsFront : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly int _behind;

        /// <param name="behind">The plain port.</param>
        /// <param name="authority">File for whoever shall trust it.</param>
        public TlsFront(int behind, string authority)
        {
            _behind = behind;
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
            File.WriteAllText(authority, made.ExportCertificatePem());
            _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync();
        }

        public int Port { get; }

        public void Dispose()
        {
            _listener.Dispose();
            _certificate.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using TcpClient inner = new();
            using SslStream outer = new(client.GetStream());
            try
            {
                await outer.AuthenticateAsServerAsync(_certificate);
                await inner.ConnectAsync(IPAddress.Loopback, _behind);
                NetworkStream plain = inner.GetStream();
                _ = await Task.WhenAny(outer.CopyToAsync(plain), plain.CopyToAsync(outer));
            }
            catch (Exception error) when (error is IOException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // A client that does not trust it, or a venue that is gone.
            }
        }
    }
}
