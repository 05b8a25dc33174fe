using System.Text;

namespace Artic.Messaging.ZeroMq;

/// <summary>
/// A CURVE key pair in Z85 text, 40 characters each. Text of this object never shows the secret.
/// </summary>
public sealed class ZmqCurveKeys
{
    /// <summary>Characters of one key in Z85.</summary>
    public const int TextLength = 40;

    /// <summary>Keys from a configuration. Errors: <see cref="ArgumentException"/> for another length.</summary>
    public ZmqCurveKeys(string publicKey, string secretKey)
    {
        Public = RequireKey(publicKey, nameof(publicKey));
        Secret = RequireKey(secretKey, nameof(secretKey));
    }

    /// <summary>The half that peers may know.</summary>
    public string Public { get; }

    /// <summary>The half that stays here.</summary>
    public string Secret { get; }

    /// <summary>A new random pair. Errors: <see cref="ZmqException"/> where libzmq was built without CURVE.</summary>
    public static unsafe ZmqCurveKeys Generate()
    {
        byte* publicKey = stackalloc byte[TextLength + 1];
        byte* secretKey = stackalloc byte[TextLength + 1];
        ZmqNative.Check(ZmqNative.CurveKeyPair(publicKey, secretKey), "generate CURVE keys");
        return new ZmqCurveKeys(
            Encoding.ASCII.GetString(publicKey, TextLength), Encoding.ASCII.GetString(secretKey, TextLength));
    }

    /// <inheritdoc />
    public override string ToString() => $"CURVE {Public}";

    internal static string RequireKey(string key, string name) =>
        key.Length == TextLength && Ascii.IsValid(key)
            ? key
            : throw new ArgumentException($"a CURVE key has {TextLength} characters of Z85", name);
}
