using System.Globalization;
using System.Net;

namespace CosSlice.Emulator.Hosting;

/// <summary>One address to listen on.</summary>
internal sealed record ListenAddress(bool Secure, IPAddress Address, int Port)
{
    public static ListenAddress Parse(string url, bool allowRemote)
    {
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(url);
        }
        catch (FormatException broken)
        {
            throw new EmulatorConfigurationException($"'{url}' is not an address to listen on.", broken);
        }

        bool secure = binding.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        if (!secure && !binding.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase))
        {
            throw new EmulatorConfigurationException($"'{url}' is neither http nor https.");
        }

        IPAddress address = Resolve(binding.Host);
        return IPAddress.IsLoopback(address) || allowRemote
            ? new ListenAddress(secure, address, binding.Port)
            : throw new EmulatorConfigurationException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{url}' is reachable from other machines. Use http://127.0.0.1:{binding.Port}, or --allow-remote true if that is meant."));
    }

    private static IPAddress Resolve(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        // ASP.NET takes *, + and any other name for every address.
        return IPAddress.TryParse(host, out IPAddress? address) ? address : IPAddress.Any;
    }
}
