using System.Runtime.InteropServices;

namespace Artic.Runs;

/// <summary>
/// Remembers, from its making until it is disposed, that somebody wants this process to end (SIGINT, SIGTERM), so that the command
/// ends in order when it looks. Thread: any.
/// </summary>
public sealed class Interruption : IDisposable
{
    private static volatile bool s_isWanted;

    private readonly PosixSignalRegistration _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Remember);
    private readonly PosixSignalRegistration _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Remember);

    /// <summary>It came. Signals are the process's, and so is this.</summary>
    public static bool IsWanted => s_isWanted;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private static void Remember(PosixSignalContext context)
    {
        context.Cancel = true;
        s_isWanted = true;
    }
}
