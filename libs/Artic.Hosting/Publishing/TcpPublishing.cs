using Artic.Hosting.Options;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;

namespace Artic.Hosting.Publishing;

/// <summary>
/// Where streams are published by tcp besides their ipc sockets: two ports each, from a base on, by the stream's number.
/// Immutable. Thread: any.
/// </summary>
public sealed class TcpPublishing
{
    private readonly string _host;
    private readonly int _portBase;
    private readonly ZmqCurveKeys? _keys;

    private TcpPublishing(string host, int portBase, ZmqCurveKeys? keys)
    {
        _host = host;
        _portBase = portBase;
        _keys = keys;
    }

    /// <summary>
    /// As configured, checked before (<see cref="OptionsRules"/>); null where it is not. Errors:
    /// <see cref="IOException"/> for the key file, <see cref="ArgumentException"/> for what is no key.
    /// </summary>
    public static TcpPublishing? From(PublishOptions options) => options.TcpHost.Length == 0
        ? null
        : new TcpPublishing(
            options.TcpHost, options.TcpPortBase,
            options.CurveSecretFile.Length == 0
                ? null
                : ZmqCurveKeys.FromSecret(SecretFile.Read(options.CurveSecretFile)));

    /// <summary>Port of a stream's PUB socket.</summary>
    public static int PublisherPort(int portBase, StreamId stream) => portBase + (2 * (int)stream);

    /// <summary>Port of a stream's replay socket.</summary>
    public static int ReplayPort(int portBase, StreamId stream) => PublisherPort(portBase, stream) + 1;

    /// <summary>Binds a stream's PUB socket. Errors: <see cref="ZmqException"/>.</summary>
    public void BindPublisher(ZmqSocket socket, StreamId stream) => Bind(socket, PublisherPort(_portBase, stream));

    /// <summary>Binds a stream's replay socket. Errors: <see cref="ZmqException"/>.</summary>
    public void BindReplay(ZmqSocket socket, StreamId stream) => Bind(socket, ReplayPort(_portBase, stream));

    /// <summary>For the log: never the secret.</summary>
    public override string ToString() => $"tcp://{_host} from port {_portBase} on, {_keys?.ToString() ?? "without keys"}";

    private void Bind(ZmqSocket socket, int port)
    {
        if (_keys != null)
        {
            socket.UseCurveAsServer(_keys);
        }

        bool isIpv6 = _host.Contains(':');
        socket.Ipv6 = isIpv6;
        socket.Bind(isIpv6 ? $"tcp://[{_host}]:{port}" : $"tcp://{_host}:{port}");
    }
}
