using Artic.Core.Histogram;
using Artic.Hosting.Options;
using Artic.Streams.Counters;
using Artic.Streams.Log;

namespace Artic.Runs;

/// <summary>Reads the counters of a run's services; opened as they appear. Thread: one.</summary>
public sealed class RunFigures(RunPaths paths) : IDisposable
{
    private readonly Dictionary<string, CountersFile> _files = [];

    /// <summary>A counter of a service; 0 where it is not there yet.</summary>
    public long Value(string service, string counter) => Open(service)?.Value(counter) ?? 0;

    /// <summary>A histogram of a service, or null.</summary>
    public LatencyHistogram? Histogram(string service, string name)
    {
        foreach ((string found, LatencyHistogram histogram) in Open(service)?.Histograms() ?? [])
        {
            if (found == name)
            {
                return histogram;
            }
        }

        return null;
    }

    /// <summary>All services with their files.</summary>
    public IEnumerable<(string Service, CountersFile File)> All()
    {
        foreach (string service in OptionsRules.ServiceNames)
        {
            if (Open(service) is { } file)
            {
                yield return (service, file);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CountersFile file in _files.Values)
        {
            file.Dispose();
        }
    }

    private CountersFile? Open(string service)
    {
        if (!_files.TryGetValue(service, out CountersFile? file) && CountersFile.TryOpen(paths.Counters(service)) is { } opened)
        {
            _files.Add(service, opened);
            file = opened;
        }

        return file;
    }
}
