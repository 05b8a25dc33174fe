using System.Runtime.InteropServices;
using Artic.Core.Time;
using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;
using Artic.VenueSimulator.Options;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// A venue put together from its options: order flow, account, engine thread, server. Started once, stopped once.
/// </summary>
public sealed class Venue : IAsyncDisposable
{
    /// <summary>Quiet markets speak one after the other within this time.</summary>
    private const long FirstDiffsNs = 100_000_000;

    private readonly VenueMarkets _markets;
    private readonly EventLog _log;
    private readonly VenueEngine _engine;
    private readonly VenueServer _server;
    private readonly MirrorLink? _mirror;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    /// <summary>
    /// Opens the files and allocates; asks a mirrored venue for the definition. InvalidDataException where the capture or
    /// the definition is not usable; IOException and UnauthorizedAccessException where a file or the mirrored venue is not.
    /// </summary>
    public Venue(VenueOptions options)
    {
        _markets = new VenueMarkets(MakeFlows(options));
        Instrument instrument = _markets.Traded.Instrument;
        IReadOnlyDictionary<string, long> balances = options.BalancesE8 ?? new Dictionary<string, long>
        {
            [instrument.BaseAsset] = 10 * Instrument.UnitE8,
            [instrument.QuoteAsset] = 1_000_000 * Instrument.UnitE8,
        };
        _log = new EventLog(options.LogFile);
        AccountBook account = new(instrument, options.Fees, balances);
        _engine = new VenueEngine(
            _markets, account, new RequestSecurity(options.ApiKey, options.Secret), _log, options.Speed, options.Faults,
            options.WeightPerMinute, options.ClockBehindNs);
        _mirror = options.Mirror is { } mirror ? new MirrorLink(_engine, (MirrorOrderFlow)_markets.Traded, mirror) : null;
        _server = new VenueServer(_engine, options.Port);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    }

    /// <summary>What the venue serves.</summary>
    public string Source => _markets.Traded.Name;

    /// <summary>Ends when the engine's thread has ended; faulted where a broken invariant ended it.</summary>
    public Task Ended => _engine.Ended;

    /// <summary>Listens, and gives the port. IOException where the port is in use.</summary>
    public async Task<int> StartAsync()
    {
        int port = await _server.StartAsync();
        _engine.Start();
        _mirror?.Start();
        return port;
    }

    /// <summary>Waits for SIGTERM, SIGINT, the longest time, or the engine's end, whichever is first.</summary>
    public async Task WaitAsync(TimeSpan? maxTime)
    {
        Task longest = Task.Delay(maxTime ?? Timeout.InfiniteTimeSpan);
        await await Task.WhenAny(_asked.Task, longest, Ended);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        if (_mirror is { } mirror)
        {
            await mirror.DisposeAsync();
        }

        await _server.StopAsync();
        _engine.Stop();
        await _server.DisposeAsync();
        _engine.Dispose();
        _log.Dispose();
        _markets.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _asked.TrySetResult();
    }

    private static IOrderFlow[] MakeFlows(VenueOptions options) =>
        options.ReplayFile is { } file ? [MakeReplay(file, options)]
        : options.Mirror is { } mirror ? [MakeMirror(mirror, options)]
        : MakeModels(options);

    private static MirrorOrderFlow MakeMirror(MirrorOptions mirror, VenueOptions options) =>
        new(MirrorDefinition.Fetch(mirror, options.Instrument?.Symbol ?? "BTCUSDT"), mirror.Streams.Authority);

    /// <summary>The traded market, and quiet ones: S0001USDT, S0002USDT and so on.</summary>
    private static IOrderFlow[] MakeModels(VenueOptions options)
    {
        long originMs = (Clock.UtcNs() - options.ClockBehindNs) / 1_000_000;
        IOrderFlow[] flows = new IOrderFlow[options.Instruments];
        Instrument traded = options.Instrument ?? new Instrument("BTCUSDT", "BTC", "USDT");
        flows[0] = new ModelOrderFlow(traded with { MaxOpenOrders = options.MaxOpenOrders }, options.Seed, originMs);
        for (int i = 1; i < flows.Length; i++)
        {
            Instrument instrument = new($"S{i:D4}USDT", $"S{i:D4}", "USDT");
            flows[i] = new ModelOrderFlow(
                instrument, unchecked(options.Seed + (ulong)i), originMs, MarketActivity.Quiet,
                firstDiffNs: FirstDiffsNs + (i * FirstDiffsNs / flows.Length));
        }

        return flows;
    }

    private static ReplayOrderFlow MakeReplay(string file, VenueOptions options)
    {
        ReplayOrderFlow replay = new(file, options.Instrument?.Symbol, options.ReplayHttpFile);
        if (options.Instrument is { } wanted && wanted.Symbol != replay.Instrument.Symbol)
        {
            replay.Dispose();
            throw new InvalidDataException($"holds {replay.Instrument.Symbol}, not {wanted.Symbol}");
        }

        return replay;
    }
}
