using System.Net;
using System.Net.Sockets;

namespace Artic.Tests.Support;

/// <summary>Ports of loopback for a test to listen at.</summary>
internal static class FreePorts
{
    // Below those that Linux gives to connections: none of them takes one before the test does.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    /// <summary>So many in a row that nobody has; the first of them.</summary>
    public static int InARow(int count)
    {
        int port;
        do
        {
            port = Random.Shared.Next(Lowest, Highest - count);
        }
        while (!Enumerable.Range(port, count).All(IsFree));

        return port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
