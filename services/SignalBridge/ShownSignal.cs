using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// The last signal of an instance for people: written by the loop, read by whoever asks, who tries again where it was being written
/// meanwhile. Thread: <see cref="Show"/> the loop's, <see cref="TryRead"/> any. The loop allocates nothing.
/// </summary>
public sealed class ShownSignal
{
    private const int Tries = 100;

    private readonly Signal _signal = new();
    private long _version;

    /// <summary>Shows a signal.</summary>
    public void Show(Signal signal)
    {
        // ORDER: odd while it is written; the stores between stay between. Partner: TryRead.
        Volatile.Write(ref _version, _version + 1);
        Interlocked.MemoryBarrier();
        Copy(signal, _signal);
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>The last one; false where there is none yet.</summary>
    public bool TryRead(Signal into)
    {
        for (int i = 0; i < Tries; i++)
        {
            long before = Volatile.Read(ref _version);
            if (before == 0)
            {
                return false;
            }

            Copy(_signal, into);
            Interlocked.MemoryBarrier();
            if (before % 2 == 0 && Volatile.Read(ref _version) == before)
            {
                return true;
            }
        }

        return false;
    }

    private static void Copy(Signal from, Signal to)
    {
        to.InstanceId = from.InstanceId;
        to.InstrumentId = from.InstrumentId;
        to.Value = from.Value;
        to.Confidence = from.Confidence;
        to.FeaturesHash = from.FeaturesHash;
        to.ModelVersion = from.ModelVersion;
        to.Reason = from.Reason;
        to.First = from.First;
        to.Second = from.Second;
        to.Third = from.Third;
        to.Fourth = from.Fourth;
    }
}
