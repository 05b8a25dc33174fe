using System.Net;
using System.Net.Sockets;
using System.Text;
using Artic.Cli.Reports;

namespace Artic.Cli.Tests.Reports;

public sealed class PrometheusServerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<html", "answered 200", "<html")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 13\r\n\r\nnot ready yet", "answered 503", "not ready yet")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "there is no Prometheus at", "--prometheus")]
    public void What_answers_and_is_no_Prometheus_is_named_with_what_to_do(string answer, string what, string words)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Thread server = new(() =>
        {
            using TcpClient client = listener.AcceptTcpClient();
            NetworkStream stream = client.GetStream();
            _ = stream.Read(new byte[4096]);
            stream.Write(Encoding.ASCII.GetBytes(answer));
        });
        server.Start();
        PrometheusException error = Refused(((IPEndPoint)listener.LocalEndpoint).Port);
        server.Join();
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_not_there_is_said_to_be_missing()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.Contains($"there is no Prometheus at http://127.0.0.1:{port}", Refused(port).Message, StringComparison.Ordinal);
    }

    private static PrometheusException Refused(int port)
    {
        using PrometheusServer server = new(new Uri($"http://127.0.0.1:{port}/"), TimeSpan.FromSeconds(10));
        return Assert.Throws<PrometheusException>(() => server.Ask("up", new PrometheusRange(0, 60)));
    }
}
