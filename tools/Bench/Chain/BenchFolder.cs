using Artic.Core.Time;
using Artic.Runs;

namespace Artic.Bench.Chain;

/// <summary>The folder of a measured run.</summary>
public static class BenchFolder
{
    /// <summary>
    /// Makes one, measures in it, and removes it once it was measured. Blocks. Errors: the <see cref="BenchFailedException"/> of
    /// <paramref name="measure"/>, with where the folder is, which then stays.
    /// </summary>
    public static T Measure<T>(Installation installation, Func<RunFolder, T> measure)
    {
        string folder = Path.Combine(installation.Runs, $"bench-{Clock.UtcNs() / 1_000_000}-{Environment.ProcessId}");
        T result;
        using (RunFolder run = RunFolder.Create(folder))
        {
            try
            {
                result = measure(run);
            }
            catch (BenchFailedException failure)
            {
                throw new BenchFailedException($"{failure.Message}\nits folder is left for a look: {folder}");
            }
        }

        Directory.Delete(folder, recursive: true);
        return result;
    }
}
