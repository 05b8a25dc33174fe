using Artic.Bench.Chain;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Signal;

/// <summary>
/// The thread that loads versions for a stage, as the bridge's <c>artic-models</c> does: behind the ordinary ones. Thread: the stage's.
/// Owner: <see cref="Dispose"/> ends it.
/// </summary>
internal sealed class SwapLoader : IDisposable
{
    private const long PeriodNs = 1_000_000_000;

    private readonly SignalStage _stage;
    private readonly int[] _cores;
    private readonly Thread _thread;
    private volatile string? _wanted;
    private volatile string? _fault;
    private volatile bool _stopping;

    /// <summary>Starts it.</summary>
    /// <param name="stage">Where versions are declared.</param>
    /// <param name="cores">Where it runs; none: where the system likes.</param>
    public SwapLoader(SignalStage stage, int[] cores)
    {
        (_stage, _cores) = (stage, cores);
        _thread = new Thread(Run) { Name = "artic-models", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The version that was asked for is not in effect yet.</summary>
    public bool IsBusy => _wanted != null;

    /// <summary>Asks for a version; it must not be busy.</summary>
    /// <param name="reference">NAME@VERSION.</param>
    public void Load(string reference) => _wanted = reference;

    /// <summary>Errors: <see cref="BenchFailedException"/> where a version was refused.</summary>
    public void NeedSound()
    {
        if (_fault is { } fault)
        {
            throw new BenchFailedException(fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        if (_cores.Length > 0)
        {
            ThreadSettings.PinTo(_cores);
        }

        ThreadSettings.SetName("artic-models");
        ThreadSettings.StandBehind();
        while (!_stopping && _fault == null)
        {
            if (!Poll.Until(() => _stopping || _wanted != null, PeriodNs) || _wanted is not { } wanted)
            {
                continue;
            }

            try
            {
                _stage.Declare(wanted);
                _wanted = null;
            }
            catch (BenchFailedException refused)
            {
                _fault = refused.Message;
            }
        }
    }
}
