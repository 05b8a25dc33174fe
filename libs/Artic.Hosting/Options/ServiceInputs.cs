using Artic.Streams.Log;

namespace Artic.Hosting.Options;

/// <summary>
/// Which streams of others each service reads, and whether it takes them from this host's memory or by ZeroMQ.
/// </summary>
public static class ServiceInputs
{
    /// <summary>Inputs are read where their owners write them.</summary>
    public const string SharedMemory = "shm";

    /// <summary>Inputs are copied from their owners by ZeroMQ.</summary>
    public const string ZeroMq = "zmq";

    /// <summary>The services that hold times of their inputs against a clock of their own: their inputs' owners must have
    /// the same.</summary>
    private static readonly string[] s_byClock = ["risk-manager", "execution-engine"];

    /// <summary>The streams of other services that this one reads.</summary>
    public static StreamId[] FromOthers(string service) => service switch
    {
        "signal-bridge" or "position-tracker" => [StreamId.Market, StreamId.Execution],
        "risk-manager" => [StreamId.Market, StreamId.Signal, StreamId.Execution],
        "execution-engine" => [StreamId.Order],
        _ => [],
    };

    /// <summary>The streams between two services that stop each other through memory (kill word, lease, trading state): such
    /// a stream comes from this run's own sockets only.</summary>
    public static bool NeedsOneHost(string service, StreamId stream) =>
        (service, stream) is ("risk-manager", StreamId.Execution) or ("execution-engine", StreamId.Order);

    /// <summary>True where the service decides by times of its inputs.</summary>
    public static bool DecidesByClock(string service) => Array.IndexOf(s_byClock, service) >= 0;

    /// <summary>True where a configured service takes this stream by ZeroMQ.</summary>
    public static bool IsMirrored(PipelineOptions options, string service, StreamId stream) =>
        options.Services[service].Transport == ZeroMq && Array.IndexOf(FromOthers(service), stream) >= 0;

    /// <summary>Where a configured service reads a stream: in the run, or in its own copies.</summary>
    public static RunPaths PathsOf(RunPaths run, PipelineOptions options, string service, StreamId stream) =>
        IsMirrored(options, service, stream) ? run.MirrorsOf(service) : run;

    /// <summary>Where a stream that comes by ZeroMQ is published.</summary>
    public static InputOptions EndpointOf(RunPaths run, ServiceOptions service, StreamId stream)
    {
        string name = RunPaths.NameOf(stream);
        return service.Inputs.GetValueOrDefault(name) ?? new InputOptions
        {
            Publisher = $"ipc://{Path.Combine(run.Sockets, name)}.pub",
            Replay = $"ipc://{Path.Combine(run.Sockets, name)}.replay",
        };
    }
}
