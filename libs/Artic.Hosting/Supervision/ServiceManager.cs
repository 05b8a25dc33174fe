using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Artic.Hosting.Supervision;

/// <summary>
/// Tells the service manager that started this process how it is (sd_notify(3)): datagrams to the Unix socket that
/// NOTIFY_SOCKET names, by path or as an abstract name ('@'). Thread: one at a time. A manager that is away costs a
/// message, never the service.
/// </summary>
public sealed class ServiceManager : IDisposable
{
    private const int LongestStatus = 512;

    private readonly UnixDomainSocketEndPoint _address;
    private Socket? _socket;

    private ServiceManager(string address, long watchdogNs)
    {
        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        WatchdogNs = watchdogNs;
    }

    /// <summary>Without a sign of life for so long the manager ends this process, in nanoseconds; 0: it does not watch.</summary>
    public long WatchdogNs { get; }

    /// <summary>
    /// The manager of this process; null where it has none. Errors: <see cref="InvalidDataException"/> names the variable that
    /// cannot be.
    /// </summary>
    /// <param name="variable">Gives a variable of the environment.</param>
    /// <param name="processNumber">Number of this process.</param>
    public static ServiceManager? Find(Func<string, string?> variable, int processNumber)
    {
        string? address = variable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        // An address is 108 bytes in the kernel; a path needs its end besides.
        if (address[0] is not ('/' or '@') || address.Length < 2 || Encoding.UTF8.GetByteCount(address) > 107)
        {
            throw new InvalidDataException($"NOTIFY_SOCKET '{address}' is neither a path nor an abstract name of at most 107 bytes");
        }

        return new ServiceManager(address, ReadWatchdog(variable, processNumber));
    }

    /// <summary>The service does its work from now on.</summary>
    public void Ready() => Send("READY=1"u8);

    /// <summary>The service ends.</summary>
    public void Stopping() => Send("STOPPING=1"u8);

    /// <summary>The service is alive. Allocates nothing.</summary>
    public void Alive() => Send("WATCHDOG=1"u8);

    /// <summary>Says in words how the service is; one line, cut after 512 letters.</summary>
    public void Status(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        Send(Encoding.UTF8.GetBytes($"STATUS={line[..Math.Min(line.Length, LongestStatus)]}"));
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static long ReadWatchdog(Func<string, string?> variable, int processNumber)
    {
        string? text = variable("WATCHDOG_USEC");
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long micros) ||
            micros is <= 0 or > long.MaxValue / 1000)
        {
            throw new InvalidDataException($"WATCHDOG_USEC '{text}' is no number of microseconds");
        }

        // A child inherits the variables; the watch is over its parent.
        string? watched = variable("WATCHDOG_PID");
        return string.IsNullOrEmpty(watched) || watched == processNumber.ToString(CultureInfo.InvariantCulture) ? micros * 1000 : 0;
    }

    private void Send(ReadOnlySpan<byte> message)
    {
        try
        {
            if (_socket == null)
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
                try
                {
                    socket.Connect(_address);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }

                _socket = socket;
            }

            _ = _socket.Send(message, SocketFlags.None, out SocketError error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                // The manager was started anew: its socket is another one.
                _socket.Dispose();
                _socket = null;
            }
        }
        catch (SocketException)
        {
            // It is away; the next message tries again.
        }
    }
}
