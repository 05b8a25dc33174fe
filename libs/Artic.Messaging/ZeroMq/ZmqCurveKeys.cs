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

    /// <summary>The pair of a secret key. Errors: <see cref="ArgumentException"/> for what is none.</summary>
    public static unsafe ZmqCurveKeys FromSecret(string secretKey)
    {
        _ = Decode(secretKey);
        byte* publicKey = stackalloc byte[TextLength + 1];
        ZmqNative.Check(ZmqNative.CurvePublic(publicKey, secretKey), "derive a CURVE key");
        return new ZmqCurveKeys(Encoding.ASCII.GetString(publicKey, TextLength), secretKey);
    }

    /// <summary>True for 40 characters that stand for a key.</summary>
    public static bool IsKey(string text)
    {
        try
        {
            _ = Decode(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"CURVE {Public}";

    /// <summary>The 32 bytes of a key.</summary>
    internal static unsafe byte[] Decode(string key)
    {
        byte[] bytes = new byte[TextLength / 5 * 4];
        fixed (byte* at = bytes)
        {
            return ZmqNative.Z85Decode(at, RequireKey(key, nameof(key))) != null
                ? bytes
                : throw new ArgumentException($"a CURVE key has {TextLength} characters of Z85", nameof(key));
        }
    }

    internal static string RequireKey(string key, string name) =>
        key.Length == TextLength && Ascii.IsValid(key)
            ? key
            : throw new ArgumentException($"a CURVE key has {TextLength} characters of Z85", name);
}
